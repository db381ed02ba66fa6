"""ComfyUI's graphs, in the files that they are written into."""

from __future__ import annotations

import json

from PIL import Image

from ingest.media.reading.file_facts import read_file
from ingest.media.reading.generators import generation_of
from ingest.storing.prompts import of_prompt
from tests import media_files
from tests.media_files import png

GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {"seed": 11, "denoise": 1.0, "positive": ["6", 0], "negative": ["7", 0]},
    },
    "9": {"class_type": "KSampler", "inputs": {"seed": 22, "denoise": 0.4, "positive": ["6", 0]}},
    "4": {"class_type": "LoraLoader", "inputs": {"lora_name": "style.safetensors"}},
    "5": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd\\xl.safetensors"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a red fox", "clip": ["5", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blur", "clip": ["5", 1]}},
}


def hashed(prompt):
    return of_prompt(prompt, store_prompts=False)["prompt_sha256"]


def told(read):
    return read.generator, read.model, read.seed, read.prompt_sha256


def test_the_graph_of_comfyui_in_a_png(tmp_path):
    read = read_file(png(tmp_path / "a.png", prompt=json.dumps(GRAPH), workflow="{}"))
    assert told(read) == ("ComfyUI", "xl.safetensors", "11", hashed("a red fox"))


def test_the_graph_of_comfyui_in_exif_of_a_webp(tmp_path):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = 'workflow:{"nodes": []}', "prompt:" + json.dumps(GRAPH)
    Image.new("RGB", (8, 4)).save(tmp_path / "a.webp", exif=exif)
    assert told(read_file(tmp_path / "a.webp"))[2:] == ("11", hashed("a red fox"))


def test_the_graph_of_comfyui_in_a_clip(tmp_path):
    path = media_files.clip(
        tmp_path / "a.mp4", frames=2, metadata={"comment": json.dumps({"prompt": GRAPH})}
    )
    assert told(read_file(path))[2:] == ("11", hashed("a red fox"))
    path = media_files.clip(tmp_path / "b.mp4", frames=2, metadata={"prompt": json.dumps(GRAPH)})
    assert told(read_file(path))[0] == "ComfyUI"


def test_a_graph_of_flux_by_noise_and_guider():
    graph = {
        "1": {"class_type": "RandomNoise", "inputs": {"noise_seed": ["9", 0]}},
        "9": {"class_type": "PrimitiveInt", "inputs": {"value": 77}},
        "2": {"class_type": "BasicGuider", "inputs": {"conditioning": ["3", 0]}},
        "3": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["4", 0]}},
        "4": {"class_type": "CLIPTextEncode", "inputs": {"text": ["5", 0]}},
        "5": {"class_type": "PrimitiveString", "inputs": {"value": "a red fox"}},
        "6": {"class_type": "UnetLoaderGGUF", "inputs": {"unet_name": "flux1-dev.gguf"}},
    }
    found = generation_of({"prompt": json.dumps(graph)})
    assert (found.model, found.seed, found.prompt) == ("flux1-dev.gguf", "77", "a red fox")


def test_of_several_texts_none_is_the_prompt():
    graph = {**GRAPH, "8": {"inputs": {"positive": ["7", 0]}, "class_type": "KSampler"}}
    assert generation_of({"prompt": json.dumps(graph)}).prompt is None


def test_a_drawn_graph_alone_tells_seed_and_model():
    nodes = [
        {"type": "KSampler", "widgets_values": [5, "randomize", 20]},
        {"type": "CheckpointLoaderSimple", "widgets_values": ["xl.safetensors"]},
    ]
    found = generation_of({"workflow": json.dumps({"nodes": nodes})})
    assert (found.generator, found.seed, found.model) == ("ComfyUI", "5", "xl.safetensors")


def test_nan_in_a_graph_is_no_reason_to_lose_it():
    text = json.dumps(GRAPH)[:-1] + ', "x": {"inputs": {"changed": [NaN]}}}'
    assert generation_of({"prompt": text}).seed == "11"


def test_a_graph_that_runs_in_circles_ends():
    graph = {
        "1": {"inputs": {"positive": ["2", 0], "seed": 1}},
        "2": {"inputs": {"a": ["3", 0]}},
        "3": {"inputs": {"a": ["2", 0], "text": "fox"}},
    }
    assert generation_of({"prompt": json.dumps(graph)}).prompt == "fox"


def test_of_two_samplers_alike_the_first_gives_the_seed():
    graph = {"1": {"inputs": {"seed": 1}}, "2": {"inputs": {"seed": 2}}}
    assert generation_of({"prompt": json.dumps(graph)}).seed == "1"
