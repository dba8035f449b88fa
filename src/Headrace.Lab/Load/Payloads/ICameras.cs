namespace Headrace.Lab.Load.Payloads;

/// <summary>Makes pictures: the boundary to whatever paints them.</summary>
public interface ICameras
{
    /// <summary>An encoded picture, the same for the same arguments. Called from several threads.</summary>
    /// <param name="site">From 1.</param>
    ReadOnlyMemory<byte> Photograph(int site, long seed, int width, int height);
}
