using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests.Values;

/// <summary>Any value: scalars, sets and documents in documents.</summary>
internal static class AttributeValues
{
    private static readonly Gen<string> Text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));

    private static readonly Gen<DynamoNumber> Number = Numbers.Any.Generator.Select(static number => Numbers.Parse(number.Text));

    private static readonly Gen<byte[]> Bytes = Gen.ArrayOf(Gen.Choose(0, 255).Select(static b => (byte)b));

    private static readonly Gen<AttributeValue> Scalar = Gen.OneOf(
        Text.Select(AttributeValue.Of),
        Number.Select(AttributeValue.Of),
        Bytes.Select(AttributeValue.Of),
        Gen.Elements(AttributeValue.True, AttributeValue.False, AttributeValue.Null),
        Gen.NonEmptyListOf(Text).Select(static values => AttributeValue.OfSet(values.Distinct().ToArray())),
        Gen.NonEmptyListOf(Number).Select(static values => AttributeValue.OfSet(values.Distinct().ToArray())),
        Gen.NonEmptyListOf(Bytes).Select(static values => AttributeValue.OfSet(values.DistinctBy(Convert.ToBase64String).ToArray())));

    public static Arbitrary<AttributeValue> Any { get; } = Gen.Choose(0, 3).SelectMany(static depth => OfDepth(depth).Resize(6)).ToArbitrary();

    public static Arbitrary<Dictionary<string, AttributeValue>> Items { get; } = Gen.Choose(0, 3).SelectMany(static depth => Map(OfDepth(depth)).Resize(6)).ToArbitrary();

    private static Gen<AttributeValue> OfDepth(int depth) => depth == 0 ? Scalar : Gen.Frequency(
        (3, Scalar),
        (1, Gen.ListOf(OfDepth(depth - 1)).Select(static values => AttributeValue.OfList(values.Take(5).ToArray()))),
        (1, Map(OfDepth(depth - 1)).Select(AttributeValue.OfMap)));

    private static Gen<Dictionary<string, AttributeValue>> Map(Gen<AttributeValue> value) =>
        from names in Gen.ListOf(Text)
        from values in Gen.ArrayOf(value, names.Count)
        select names.Zip(values).DistinctBy(static pair => pair.First).Take(6).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
