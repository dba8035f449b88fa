"""OpenCV's answers, for the tests: reads cases as JSON lines on standard input, writes raw bytes on standard output."""
import json
import sys

import cv2
import numpy as np

out = sys.stdout.buffer
for line in sys.stdin:
    case = json.loads(line)
    if case["do"] == "fillPoly":
        mask = np.zeros((case["height"], case["width"]), np.uint8)
        cv2.fillPoly(mask, [np.array(case["corners"], np.int32)], 1)
        out.write(mask.tobytes())
    elif case["do"] == "nearest":
        mask = np.frombuffer(bytes.fromhex(case["mask"]), np.uint8).reshape(case["height"], case["width"])
        out.write(cv2.resize(mask, (case["to_width"], case["to_height"]), interpolation=cv2.INTER_NEAREST).tobytes())
    elif case["do"] == "largest":
        mask = np.frombuffer(bytes.fromhex(case["mask"]), np.uint8).reshape(case["height"], case["width"])
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        sizes = stats[1:, cv2.CC_STAT_AREA]
        out.write(b"\0" * mask.size if len(sizes) == 0 else (labels == 1 + int(np.argmax(sizes))).astype(np.uint8).tobytes())
    elif case["do"] == "linear":
        image = np.frombuffer(bytes.fromhex(case["image"]), np.uint8).reshape(case["height"], case["width"], 3)
        out.write(cv2.resize(image, (case["to_width"], case["to_height"]), interpolation=cv2.INTER_LINEAR).tobytes())
    elif case["do"] == "imread":
        image = cv2.imread(case["path"])
        out.write(b"" if image is None else cv2.cvtColor(image, cv2.COLOR_BGR2RGB).tobytes())
    else:
        raise SystemExit("unknown case " + case["do"])
