-- A floating number from 0 on without a fraction as a whole one, to its last digit: in three parts of 53 bits, each exact.
-- Spark itself goes by way of the shortest text that means the number.
CAST(CAST(floor(number / 81129638414606681695789005144064D) AS BIGINT) AS DECIMAL(38, 0))
* CAST(81129638414606681695789005144064 AS DECIMAL(38, 0))
+ CAST(CAST(floor((number - floor(number / 81129638414606681695789005144064D) * 81129638414606681695789005144064D) / 9007199254740992D) AS BIGINT) AS DECIMAL(38, 0))
* CAST(9007199254740992 AS DECIMAL(38, 0))
+ CAST(CAST(number - floor(number / 9007199254740992D) * 9007199254740992D AS BIGINT) AS DECIMAL(38, 0))
