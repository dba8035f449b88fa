using FsCheck;
using FsCheck.Fluent;
using Headrace.Telemetry.Logs.Filters;

namespace Headrace.Telemetry.Tests.Logs.Filters;

/// <summary>The examples of AWS's page on filter patterns, and what parsers get wrong.</summary>
public sealed class FilterPatternTests
{
    private const string Json = """
        {"eventType":"UpdateTrail","sourceIPAddress":"111.111.111.111","arrayKey":["value","another value"],
         "objectList":[{"name":"a","id":1},{"name":"b","id":2}],"SomeObject":null,"cost":1.5e2,"ok":true,"no":false,"dotted.key":"x","text":"12"}
        """;

    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("ERROR", "[ERROR 400] BAD REQUEST", true)]
    [InlineData("ERROR", "[error 400] BAD REQUEST", false)]
    [InlineData("ERROR ARGUMENTS", "[ERROR] [UNAUTHORIZED] ARGUMENTS", true)]
    [InlineData("ERROR ARGUMENTS", "[ERROR] [UNAUTHORIZED]", false)]
    [InlineData("?ERROR ?ARGUMENTS", "INVALID ARGUMENTS", true)]
    [InlineData("?ERROR ?ARGUMENTS", "fine", false)]
    [InlineData("ERROR ?ARGUMENTS", "ERROR alone", true)]
    [InlineData("ERROR -ARGUMENTS", "ERROR [400]", true)]
    [InlineData("ERROR -ARGUMENTS", "ERROR ARGUMENTS", false)]
    [InlineData("-ERROR", "fine", true)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "[500] INTERNAL SERVER ERROR", true)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "INTERNAL ERROR SERVER", false)]
    [InlineData("-\"exit code\" done", "done, exit code 1", false)]
    [InlineData("\"a \\\"b\\\"\"", "say a \"b\" here", true)]
    [InlineData("%4[0-9]{2}%", "status 404", true)]
    [InlineData("%4[0-9]{2}%", "status 504", false)]
    public void Words(string pattern, string message, bool fits) => Assert.Equal(fits, FilterPattern.Parse(pattern).Matches(message));

    [Theory]
    [InlineData("[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code = 5*, bytes]", false)]
    [InlineData("[ip, user, username, timestamp, request, status_code = 404, bytes > 1000]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code = 404, bytes > 2000]", false)]
    [InlineData("[..., status_code = 4* || status_code = 5*, bytes]", true)]
    [InlineData("[ip=127.0.0.1, ...]", true)]
    [InlineData("[ip!=127.0.0.1, ...]", false)]
    [InlineData("[ip, user, ..., bytes]", true)]
    [InlineData("[ip, user, bytes]", false)]
    [InlineData("[ip, user, username, timestamp, request, status_code != 3* && status_code != 5*, bytes = %1[0-9]+%]", true)]
    [InlineData("[w1, w2, w3, w4 = \"10/Oct/2000:13:25:15 -0700\", ...]", true)]
    public void Columns(string pattern, bool fits) => Assert.Equal(
        fits, FilterPattern.Parse(pattern).Matches("127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534\n"));

    [Theory]
    [InlineData("{ $.eventType = \"UpdateTrail\" }", true)]
    [InlineData("{ $.eventType = UpdateTrail }", true)]
    [InlineData("{ $.eventType != \"UpdateTrail\" }", false)]
    [InlineData("{ $.missing != \"UpdateTrail\" }", false)]
    [InlineData("{ $.sourceIPAddress != 123.123.* }", true)]
    [InlineData("{ $.sourceIPAddress = 111.111.* }", true)]
    [InlineData("{ $.arrayKey[0] = \"value\" }", true)]
    [InlineData("{ $.arrayKey[1] = \"value\" }", false)]
    [InlineData("{ $.arrayKey[*] = \"another value\" }", true)]
    [InlineData("{ $.objectList[1].id = 2 }", true)]
    [InlineData("{ $.objectList[*].name = \"b\" }", true)]
    [InlineData("{ $.SomeObject IS NULL }", true)]
    [InlineData("{ $.ok IS TRUE }", true)]
    [InlineData("{ $.ok IS FALSE }", false)]
    [InlineData("{ $.no IS FALSE }", true)]
    [InlineData("{ $.missing NOT EXISTS }", true)]
    [InlineData("{ $.eventType NOT EXISTS }", false)]
    [InlineData("{ $.eventType EXISTS }", true)]
    [InlineData("{ $.cost = 150 }", true)]
    [InlineData("{ $.cost > 149.5 && $.cost <= 1.5e2 }", true)]
    [InlineData("{ $.cost < 150 }", false)]
    [InlineData("{ $.text > 11 }", true)]
    [InlineData("{ $.text = \"12\" }", true)]
    [InlineData("{ ($.cost = 1 || $.ok IS TRUE) && $.eventType = %^Upd.*l$% }", true)]
    [InlineData("{ $.cost = 1 || $.ok IS TRUE && $.no IS TRUE }", false)]
    [InlineData("{ $.['dotted.key'] = x }", true)]
    [InlineData("{$.eventType=\"UpdateTrail\"&&$.cost>=150}", true)]
    public void Json_members(string pattern, bool fits) => Assert.Equal(fits, FilterPattern.Parse(pattern).Matches(Json));

    [Theory]
    [InlineData("plain text")]
    [InlineData("{ not JSON")]
    [InlineData("[1]")]
    public void What_is_no_JSON_object_fits_no_JSON_pattern(string message) => Assert.False(FilterPattern.Parse("{ $.a NOT EXISTS }").Matches(message));

    [Theory]
    [InlineData("{ $.a = }")]
    [InlineData("{ $.a = 1")]
    [InlineData("{ a = 1 }")]
    [InlineData("{ $.a 1 }")]
    [InlineData("{ $.a[x] = 1 }")]
    [InlineData("{ $.a = 1 } more")]
    [InlineData("{ $.a > text }")]
    [InlineData("{ $.a IS MAYBE }")]
    [InlineData("[a, b")]
    [InlineData("[..., a, ...]")]
    [InlineData("[a = ]")]
    [InlineData("\"open")]
    [InlineData("%(%")]
    [InlineData("%(?<=a)b%")]
    [InlineData("-")]
    public void What_is_no_pattern_is_refused(string pattern) => Assert.Throws<FilterPatternException>(() => FilterPattern.Parse(pattern));

    [Fact]
    public void Deep_parentheses_are_refused_and_not_followed_to_the_end_of_the_stack() =>
        Assert.Throws<FilterPatternException>(() => FilterPattern.Parse("{" + new string('(', 500) + "$.a = 1" + new string(')', 500) + "}"));

    [Fact]
    public void Any_text_is_a_pattern_or_is_refused() => Prop.ForAll<NonNull<string>, NonNull<string>>((pattern, message) =>
    {
        foreach (var each in (string[])[pattern.Get, "{ $." + pattern.Get, "[" + pattern.Get, "{ $.a = " + pattern.Get + " }"])
        {
            try
            {
                FilterPattern.Parse(each).Matches(message.Get);
            }
            catch (FilterPatternException)
            {
            }
        }
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_quoted_word_fits_exactly_the_messages_that_contain_it() => Prop.ForAll<NonNull<string>, NonNull<string>>((word, message) =>
    {
        var quoted = "\"" + word.Get.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        return FilterPattern.Parse(quoted).Matches(message.Get + word.Get) &&
            FilterPattern.Parse(quoted).Matches(message.Get) == message.Get.Contains(word.Get, StringComparison.Ordinal);
    }).Check(Config.QuickThrowOnFailure);
}
