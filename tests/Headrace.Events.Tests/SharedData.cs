using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Headrace.Events.Tests;

/// <summary>Recorded answers of AWS, beside the repository.</summary>
internal static class SharedData
{
    /// <summary>What was recorded under the test whose name ends so; skips the calling test when the data is not there.</summary>
    public static JsonNode Recorded(string file, string testName)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Headrace.slnx")))
            {
                var path = Path.Combine(folder.FullName, "..", "shared", "aws-recorded", file);
                Assert.SkipUnless(File.Exists(path), $"../shared/aws-recorded/{file} is not here");
                return JsonNode.Parse(File.ReadAllText(path))!.AsObject().Single(test => test.Key.EndsWith(testName, StringComparison.Ordinal)).Value!["recorded-content"]!;
            }
        }

        Assert.Skip("not inside the repository");
        return null!;
    }

    /// <summary>Replaces recorded placeholders (<c>&lt;uuid:1&gt;</c>, <c>date</c>) by what stands at the same place in <paramref name="actual"/>, and fails where shapes differ.</summary>
    public static void AssertLike(JsonNode? recorded, JsonNode? actual, string path = "$")
    {
        switch (recorded)
        {
            case JsonObject expected:
                var found = Assert.IsType<JsonObject>(actual, exactMatch: false);
                Assert.True(expected.Select(member => member.Key).Order().SequenceEqual(found.Select(member => member.Key).Order()), $"members of {path}: {found.ToJsonString()}");
                foreach (var (name, value) in expected)
                {
                    AssertLike(value, found[name], $"{path}.{name}");
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && (value.GetValue<string>() is "date" or "sequencer" or "amz-id" or "amz-request-id" or "version-id" || value.GetValue<string>().Contains('<')):
                Assert.Equal(JsonValueKind.String, actual!.GetValueKind());
                break;
            default:
                Assert.True(JsonNode.DeepEquals(recorded, actual), $"{path}: recorded {recorded?.ToJsonString()}, ours {actual?.ToJsonString()}");
                break;
        }
    }
}
