namespace Headrace.Vision.Detection;

/// <summary>What the rows of a detector's output mean.</summary>
public enum DetectorLayout
{
    /// <summary>An imported Darknet network, [1, rows, 5 + classes]: centre and sides from 0 to 1, objectness, scores that contain it.</summary>
    Darknet,

    /// <summary>Ultralytics YOLOv5, [1, rows, 5 + classes]: centre and sides in the input's pixels, objectness, scores to multiply with it.</summary>
    YoloV5,

    /// <summary>Ultralytics YOLOv8 and v11, [1, 4 + classes, rows]: centre and sides in the input's pixels, scores; a column is a box.</summary>
    YoloV8,

    /// <summary>Exported with its own suppression (Ultralytics <c>nms=True</c>, YOLOv10), [1, rows, 6]: two corners in the input's pixels, score, class.</summary>
    EndToEnd,
}
