using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests.Values;

public sealed class ItemJsonTests
{
    [Fact]
    public void Any_item_comes_back_from_storage_and_from_the_wire() => Prop.ForAll(AttributeValues.Items, static item =>
    {
        var json = ItemJson.Encode(item);
        using var document = JsonDocument.Parse(json);
        var expected = AttributeValue.OfMap(item);
        return AttributeValue.OfMap(ItemJson.Decode(json)).Equals(expected) && AttributeValue.OfMap(AttributeReader.ReadItem(document.RootElement)).Equals(expected);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Equal_values_have_equal_hashes() => Prop.ForAll(AttributeValues.Any, static value =>
    {
        using var document = JsonDocument.Parse(ItemJson.Encode(new() { ["v"] = value }));
        var again = AttributeReader.Read(document.RootElement.GetProperty("v"));
        return again.Equals(value) && again.GetHashCode() == value.GetHashCode() && again.CompareWith(value) is null or 0;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Strings_sort_as_their_bytes_do() => Prop.ForAll<NonNull<string>, NonNull<string>>(static (left, right) =>
    {
        var (a, b) = (Encoding.UTF8.GetBytes(left.Get), Encoding.UTF8.GetBytes(right.Get));
        var (one, two) = (AttributeValue.Of(Encoding.UTF8.GetString(a)), AttributeValue.Of(Encoding.UTF8.GetString(b)));
        return Math.Sign(one.CompareWith(two)!.Value) == Math.Sign(Encoding.UTF8.GetBytes(one.String).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(two.String)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("\uffff", "\U0001f600", -1)]
    [InlineData("a", "b", -1)]
    [InlineData("a", "a", 0)]
    [InlineData("\U0001f600", "z", 1)]
    [InlineData("ab", "a", 1)]
    public void Surrogates_sort_last(string left, string right, int order) =>
        Assert.Equal(order, Math.Sign(AttributeValue.Of(left).CompareWith(AttributeValue.Of(right))!.Value));

    [Theory]
    [InlineData("""{"S":"é"}""", 2)]
    [InlineData("""{"B":"AAEC"}""", 3)]
    [InlineData("""{"BOOL":true}""", 1)]
    [InlineData("""{"NULL":true}""", 1)]
    [InlineData("""{"N":"0"}""", 1)]
    [InlineData("""{"N":"1"}""", 2)]
    [InlineData("""{"N":"-1"}""", 3)]
    [InlineData("""{"N":"123"}""", 3)]
    [InlineData("""{"SS":["a","bc"]}""", 3)]
    [InlineData("""{"L":[]}""", 3)]
    [InlineData("""{"L":[{"S":"a"},{"S":"b"}]}""", 7)]
    [InlineData("""{"M":{"ab":{"S":"c"}}}""", 7)]
    public void Sizes_are_counted_as_AWS_counts(string json, int size)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(size, ItemSize.Of(AttributeReader.Read(document.RootElement)));
    }

    [Theory]
    [InlineData("{}", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"S":"a","N":"1"}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("""{"NULL":false}""", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [InlineData("""{"SS":[]}""", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("""{"NS":[]}""", "One or more parameter values were invalid: An number set  may not be empty")]
    [InlineData("""{"BS":[]}""", "One or more parameter values were invalid: Binary sets should not be empty")]
    [InlineData("""{"SS":["a","a"]}""", "One or more parameter values were invalid: Input collection [a, a] contains duplicates.")]
    [InlineData("""{"NS":["1","1.0"]}""", "Input collection contains duplicates")]
    [InlineData("""{"BS":["YQ==","YQ=="]}""", "One or more parameter values were invalid: Input collection [YQ==, YQ==]of type BS contains duplicates.")]
    [InlineData("""{"N":""}""", "The parameter cannot be converted to a numeric value")]
    [InlineData("""{"N":"b"}""", "The parameter cannot be converted to a numeric value: b")]
    [InlineData("""{"L":[{"N":"1e126"}]}""", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("""{"M":{"a":{"N":"1e-131"}}}""", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("""{"N":"123456789012345678901234567890123456789"}""", "Attempting to store more than 38 significant digits in a Number")]
    public void What_is_no_value_is_refused_in_the_words_of_AWS(string json, string message)
    {
        using var document = JsonDocument.Parse(json);
        var refused = Assert.Throws<TablesException>(() => AttributeReader.Read(document.RootElement));
        Assert.Equal(("ValidationException", message), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(200, false)]
    public void Documents_lie_in_each_other_32_deep(int wraps, bool isAccepted)
    {
        var json = string.Concat(Enumerable.Repeat("""{"M":{"n":""", wraps)) + """{"S":"leaf"}""" + string.Concat(Enumerable.Repeat("}}", wraps));
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        var refused = Record.Exception(() => AttributeReader.Read(document.RootElement));
        Assert.Equal(isAccepted ? null : "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit", refused?.Message);
    }
}
