namespace Headrace.Vision.Darknet;

/// <summary>What a layer hands on: a value of the graph, and its shape without the batch.</summary>
/// <param name="Usable">False for detections, which no layer can take.</param>
internal readonly record struct FeatureMap(string Name, int Channels, int Height, int Width, bool Usable = true)
{
    public long Size => (long)Channels * Height * Width;
}
