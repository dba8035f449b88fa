namespace Headrace.Vips;

/// <summary>The filter of a resize (VipsKernel). Cubic is Catmull-Rom (a = -0.5), as Pillow's BICUBIC.</summary>
public enum VipsKernel
{
    Nearest = 0,
    Linear = 1,
    Cubic = 2,
    Mitchell = 3,
    Lanczos2 = 4,
    Lanczos3 = 5,
}
