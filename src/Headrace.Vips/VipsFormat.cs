namespace Headrace.Vips;

/// <summary>How one number of a pixel is stored (VipsBandFormat).</summary>
public enum VipsFormat
{
    Byte = 0,
    SignedByte = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Single = 6,
    Complex = 7,
    Double = 8,
    DoubleComplex = 9,
}
