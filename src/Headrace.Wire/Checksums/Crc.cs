using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Headrace.Wire.Checksums;

/// <summary>
/// A reflected CRC whose register starts as all ones and is inverted at the end. Long input is folded 64 bytes at a time with carry-less
/// multiplication; what is left, and machines without that instruction, take eight tables of 256.
/// </summary>
/// <remarks>
/// Folding: a block M that stands D bits before the end weighs M·x^D. With M's two reflected halves A (first) and B, A·x^(D+64) + B·x^D
/// is replaced by A·(x^(D+63) mod P)·x + B·(x^(D-1) mod P)·x: the carry-less product of two reflected 64-bit values is the reflected product times x.
/// See Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009).
/// </remarks>
internal sealed class Crc
{
    public static readonly Crc Crc32 = new(32, 0xEDB88320);
    public static readonly Crc Crc32C = new(32, 0x82F63B78);
    public static readonly Crc Crc64Nvme = new(64, 0x9A6C9329AC4BC9B5);

    private readonly CrcPolynomial _polynomial;
    private readonly ulong[] _tables = new ulong[8 * 256];
    private readonly Vector128<ulong> _fold128;
    private readonly Vector128<ulong> _fold512;

    private Crc(int width, ulong reflected)
    {
        _polynomial = new CrcPolynomial(width, reflected);
        for (int value = 0; value < 256; value++)
        {
            ulong register = (ulong)value;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ reflected : register >> 1;
            }

            _tables[value] = register;
        }

        for (int i = 256; i < _tables.Length; i++)
        {
            ulong previous = _tables[i - 256];
            _tables[i] = _tables[(int)(previous & 0xFF)] ^ (previous >> 8);
        }

        _fold128 = FoldingConstants(128);
        _fold512 = FoldingConstants(512);
    }

    /// <summary>The register before any input.</summary>
    public ulong Initial => ulong.MaxValue >> (64 - _polynomial.Width);

    private static bool CanMultiply => Pclmulqdq.IsSupported || Arm.Aes.IsSupported;

    public ulong Update(ulong register, ReadOnlySpan<byte> data)
    {
        if (data.Length >= 64 && BitConverter.IsLittleEndian && CanMultiply)
        {
            int folded = data.Length & ~15;
            register = Fold(register, data[..folded]);
            data = data[folded..];
        }

        return UpdateByTables(register, data);
    }

    /// <summary>The value of a concatenation: a finished value, another, and the length in bytes of what the second covers.</summary>
    public ulong Combine(ulong first, ulong second, long secondLength) =>
        _polynomial.Multiply(_polynomial.PowerOfX((ulong)secondLength * 8), first) ^ second;

    internal ulong UpdateByTables(ulong register, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<ulong> t = _tables;
        while (data.Length >= 8)
        {
            ulong word = register ^ BinaryPrimitives.ReadUInt64LittleEndian(data);
            register = t[(7 * 256) + (int)(word & 0xFF)]
                ^ t[(6 * 256) + (int)((word >> 8) & 0xFF)]
                ^ t[(5 * 256) + (int)((word >> 16) & 0xFF)]
                ^ t[(4 * 256) + (int)((word >> 24) & 0xFF)]
                ^ t[(3 * 256) + (int)((word >> 32) & 0xFF)]
                ^ t[(2 * 256) + (int)((word >> 40) & 0xFF)]
                ^ t[256 + (int)((word >> 48) & 0xFF)]
                ^ t[(int)(word >> 56)];
            data = data[8..];
        }

        foreach (byte value in data)
        {
            register = t[(int)((register ^ value) & 0xFF)] ^ (register >> 8);
        }

        return register;
    }

    /// <param name="data">At least 64 bytes, a multiple of 16.</param>
    private ulong Fold(ulong register, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<Vector128<ulong>> blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(data);
        Vector128<ulong> a = blocks[0] ^ Vector128.CreateScalar(register);
        Vector128<ulong> b = blocks[1];
        Vector128<ulong> c = blocks[2];
        Vector128<ulong> d = blocks[3];
        blocks = blocks[4..];
        while (blocks.Length >= 4)
        {
            a = Fold(a, _fold512) ^ blocks[0];
            b = Fold(b, _fold512) ^ blocks[1];
            c = Fold(c, _fold512) ^ blocks[2];
            d = Fold(d, _fold512) ^ blocks[3];
            blocks = blocks[4..];
        }

        b ^= Fold(a, _fold128);
        c ^= Fold(b, _fold128);
        d ^= Fold(c, _fold128);
        foreach (Vector128<ulong> block in blocks)
        {
            d = Fold(d, _fold128) ^ block;
        }

        Span<byte> rest = stackalloc byte[16];
        d.AsByte().CopyTo(rest);
        return UpdateByTables(0, rest);
    }

    private static Vector128<ulong> Fold(Vector128<ulong> block, Vector128<ulong> constants) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(block, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, constants, 0x11)
        : Arm.Aes.PolynomialMultiplyWideningLower(block.GetLower(), constants.GetLower())
            ^ Arm.Aes.PolynomialMultiplyWideningUpper(block, constants);

    private Vector128<ulong> FoldingConstants(int distance)
    {
        int toTop = 64 - _polynomial.Width;
        return Vector128.Create(
            _polynomial.PowerOfX((ulong)(distance + 63)) << toTop,
            _polynomial.PowerOfX((ulong)(distance - 1)) << toTop);
    }
}
