namespace Headrace.Vision.Darknet;

/// <summary>The files that a Darknet model is made of.</summary>
public enum DarknetFile
{
    Cfg,
    Weights,
    Names,
}
