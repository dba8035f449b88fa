namespace Headrace.Wire.Checksums;

/// <summary>Arithmetic modulo a CRC's polynomial, over GF(2), on reflected values: the top bit of the width is the coefficient of x⁰.</summary>
/// <param name="Width">32 or 64.</param>
/// <param name="Reflected">The polynomial without its leading term, bit-reversed.</param>
internal readonly record struct CrcPolynomial(int Width, ulong Reflected)
{
    /// <summary>The polynomial 1.</summary>
    private ulong One => 1UL << (Width - 1);

    public ulong Multiply(ulong left, ulong right)
    {
        ulong product = 0;
        for (ulong bit = One; bit != 0 && left != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
                left ^= bit;
            }

            right = MultiplyByX(right);
        }

        return product;
    }

    /// <summary>xⁿ mod P.</summary>
    public ulong PowerOfX(ulong n)
    {
        ulong result = One;
        ulong square = MultiplyByX(One);
        for (; n != 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                result = Multiply(result, square);
            }

            square = Multiply(square, square);
        }

        return result;
    }

    private ulong MultiplyByX(ulong value) => (value & 1) != 0 ? (value >> 1) ^ Reflected : value >> 1;
}
