using System.Globalization;
using System.Numerics;

namespace Headrace.Tables.Values;

/// <summary>A decimal of up to 38 significant digits, from 1E-130 to 9.9…E+125 in magnitude, exact.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number.
/// Zeros in front and behind count for nothing, so <c>1.0</c> and <c>1</c> are one number.
/// </remarks>
public readonly struct DynamoNumber : IEquatable<DynamoNumber>, IComparable<DynamoNumber>
{
    public const int MostDigits = 38;
    private const int LargestMagnitude = 125;
    private const int SmallestMagnitude = -130;

    private static readonly UInt128[] Powers = PowersOfTen();

    private readonly UInt128 _coefficient; // its last digit is not 0, unless all of it is
    private readonly short _exponent;
    private readonly bool _isNegative;

    private DynamoNumber(UInt128 coefficient, int exponent, bool isNegative) =>
        (_coefficient, _exponent, _isNegative) = (coefficient, (short)exponent, isNegative);

    public bool IsZero => _coefficient == 0;

    /// <summary>How many digits stand between the first and the last that is not zero.</summary>
    public int SignificantDigits => CountDigits(_coefficient);

    public bool IsNegative => _isNegative;

    /// <summary>The power of ten of the first digit.</summary>
    internal int Magnitude => _exponent + SignificantDigits - 1;

    public static DynamoNumber Of(long value) =>
        Normalize(BigInteger.Abs(value), 0, value < 0, out var number) == NumberFault.None ? number : throw new InvalidOperationException("Every Int64 fits.");

    /// <summary>Reads <c>[+-] digits [. digits] [e [+-] digits]</c>.</summary>
    public static NumberFault TryParse(ReadOnlySpan<char> text, out DynamoNumber number)
    {
        number = default;
        var at = 0;
        var isNegative = false;
        if (at < text.Length && text[at] is '+' or '-')
        {
            isNegative = text[at++] == '-';
        }

        UInt128 coefficient = 0;
        var kept = 0;
        var zeros = 0; // seen since the last digit that was kept
        var exponent = 0;
        var hasDigits = false;
        var hasPoint = false;
        var tooPrecise = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '.' && !hasPoint)
            {
                hasPoint = true;
                continue;
            }

            if (c is < '0' or > '9')
            {
                break;
            }

            hasDigits = true;
            if (hasPoint)
            {
                exponent--;
            }

            if (c == '0')
            {
                zeros += kept > 0 ? 1 : 0;
                continue;
            }

            if (kept + (kept > 0 ? zeros : 0) + 1 > MostDigits)
            {
                tooPrecise = true;
            }
            else
            {
                coefficient = (coefficient * Powers[zeros + 1]) + (UInt128)(c - '0');
            }

            kept += zeros + 1;
            zeros = 0;
        }

        if (!hasDigits || !TryReadExponent(text[at..], out var written))
        {
            return NumberFault.NotANumber;
        }

        if (kept == 0)
        {
            return NumberFault.None;
        }

        var power = (long)exponent + zeros + written;
        var magnitude = power + kept - 1;
        if (magnitude > LargestMagnitude)
        {
            return NumberFault.Overflow;
        }

        if (magnitude < SmallestMagnitude)
        {
            return NumberFault.Underflow;
        }

        if (tooPrecise)
        {
            return NumberFault.TooPrecise;
        }

        number = new DynamoNumber(coefficient, (int)power, isNegative);
        return NumberFault.None;
    }

    public NumberFault TryAdd(DynamoNumber other, out DynamoNumber sum)
    {
        var exponent = Math.Min(_exponent, other._exponent);
        var total = Scaled(exponent) + other.Scaled(exponent);
        return Normalize(BigInteger.Abs(total), exponent, total.Sign < 0, out sum);
    }

    public DynamoNumber Negated => IsZero ? this : new DynamoNumber(_coefficient, _exponent, !_isNegative);

    /// <summary>Whole seconds or counts; null when it has a fraction or does not fit.</summary>
    public long? ToInt64()
    {
        if (_exponent is < 0 or > 18)
        {
            return null;
        }

        var value = Scaled(0);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }

    public int CompareTo(DynamoNumber other)
    {
        var sign = Sign;
        if (sign != other.Sign || sign == 0)
        {
            return sign.CompareTo(other.Sign);
        }

        var mine = SignificantDigits;
        var theirs = other.SignificantDigits;
        var magnitude = (_exponent + mine).CompareTo(other._exponent + theirs);
        if (magnitude == 0)
        {
            var digits = Math.Max(mine, theirs);
            magnitude = (_coefficient * Powers[digits - mine]).CompareTo(other._coefficient * Powers[digits - theirs]);
        }

        return sign * magnitude;
    }

    public bool Equals(DynamoNumber other) =>
        _coefficient == other._coefficient && _exponent == other._exponent && _isNegative == other._isNegative;

    public override bool Equals(object? obj) => obj is DynamoNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_coefficient, _exponent, _isNegative);

    public static bool operator ==(DynamoNumber left, DynamoNumber right) => left.Equals(right);

    public static bool operator !=(DynamoNumber left, DynamoNumber right) => !left.Equals(right);

    public static bool operator <(DynamoNumber left, DynamoNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(DynamoNumber left, DynamoNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(DynamoNumber left, DynamoNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DynamoNumber left, DynamoNumber right) => left.CompareTo(right) >= 0;

    /// <summary>Digits and a point, never an exponent: as DynamoDB gives numbers back.</summary>
    public override string ToString()
    {
        var digits = _coefficient.ToString(CultureInfo.InvariantCulture);
        var sign = _isNegative ? "-" : "";
        if (_exponent >= 0)
        {
            return IsZero ? "0" : string.Concat(sign, digits, new string('0', _exponent));
        }

        var whole = digits.Length + _exponent;
        return whole > 0
            ? string.Concat(sign, digits.AsSpan(0, whole), ".", digits.AsSpan(whole))
            : string.Concat(sign, "0.", new string('0', -whole), digits);
    }

    /// <summary>Bytes whose order is the order of the numbers.</summary>
    /// <remarks>
    /// Zero is 80. A positive number is 81, its magnitude above 1E-130, then its digits in pairs, each pair plus one. A negative number is
    /// 7F and the complement of the rest, closed by FF, so that of two that begin alike the longer, which is smaller, comes first.
    /// </remarks>
    public byte[] ToSortableBytes()
    {
        if (IsZero)
        {
            return [0x80];
        }

        var count = SignificantDigits;
        var pairs = (count + 1) / 2;
        var bytes = new byte[2 + pairs + (_isNegative ? 1 : 0)];
        bytes[0] = _isNegative ? (byte)0x7f : (byte)0x81;
        bytes[1] = (byte)(Magnitude - SmallestMagnitude);
        var rest = count % 2 == 0 ? _coefficient : _coefficient * 10;
        for (var pair = pairs - 1; pair >= 0; pair--)
        {
            (rest, var two) = UInt128.DivRem(rest, 100);
            bytes[2 + pair] = (byte)((byte)two + 1);
        }

        if (_isNegative)
        {
            for (var i = 1; i < 2 + pairs; i++)
            {
                bytes[i] = (byte)~bytes[i];
            }

            bytes[^1] = 0xff;
        }

        return bytes;
    }

    private int Sign => IsZero ? 0 : _isNegative ? -1 : 1;

    private BigInteger Scaled(int exponent)
    {
        var value = (BigInteger)_coefficient * BigInteger.Pow(10, Math.Max(0, _exponent - exponent));
        return _isNegative ? -value : value;
    }

    private static NumberFault Normalize(BigInteger coefficient, int exponent, bool isNegative, out DynamoNumber number)
    {
        number = default;
        if (coefficient.IsZero)
        {
            return NumberFault.None;
        }

        var digits = coefficient.ToString(CultureInfo.InvariantCulture);
        var kept = digits.AsSpan().TrimEnd('0');
        var magnitude = exponent + digits.Length - 1;
        if (magnitude > LargestMagnitude)
        {
            return NumberFault.Overflow;
        }

        if (magnitude < SmallestMagnitude)
        {
            return NumberFault.Underflow;
        }

        if (kept.Length > MostDigits)
        {
            return NumberFault.TooPrecise;
        }

        number = new DynamoNumber(UInt128.Parse(kept, CultureInfo.InvariantCulture), exponent + digits.Length - kept.Length, isNegative);
        return NumberFault.None;
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ('e' or 'E') || text.Length < 2)
        {
            return false;
        }

        var at = text[1] is '+' or '-' ? 2 : 1;
        if (at == text.Length)
        {
            return false;
        }

        for (var i = at; i < text.Length; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return false;
            }

            exponent = Math.Min((exponent * 10) + (text[i] - '0'), int.MaxValue);
        }

        exponent = text[1] == '-' ? -exponent : exponent;
        return true;
    }

    private static int CountDigits(UInt128 value)
    {
        if (value <= ulong.MaxValue)
        {
            var small = (ulong)value;
            var digits = 1;
            while (small >= 10)
            {
                small /= 10;
                digits++;
            }

            return digits;
        }

        var count = 20;
        while (count < Powers.Length && value >= Powers[count])
        {
            count++;
        }

        return count;
    }

    private static UInt128[] PowersOfTen()
    {
        var powers = new UInt128[MostDigits + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
