-- Seconds from one moment to a later one. Each engine says it its own way.
(epoch_us(later) - epoch_us(earlier)) / 1000000
