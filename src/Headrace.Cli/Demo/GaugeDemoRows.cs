using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Gauge.Rows;

namespace Headrace.Cli.Demo;

/// <summary>Sees rows as they appear: a row's id is made of its picture, so a hundred of those under way are asked for at once.</summary>
internal sealed class GaugeDemoRows(DemoClient client, TimeProvider time)
{
    /// <summary>The most keys that BatchGetItem takes.</summary>
    private const int AtOnce = 100;

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, (int Order, GaugeDemoImage Image, long Uploaded)> _waiting = new(StringComparer.Ordinal);

    public ConcurrentBag<GaugeDemoRow> Seen { get; } = [];

    public int Waiting => _waiting.Count;

    /// <param name="uploaded">The clock at the start of the upload.</param>
    public void Expect(int order, GaugeDemoImage image, byte[] content, long uploaded)
    {
        var picture = $"{image.Bucket}/{image.Key}\n{Convert.ToHexStringLower(MD5.HashData(content))}";
        _waiting[Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(picture)).AsSpan(0, 16))] = (order, image, uploaded);
    }

    /// <summary>Looks until there is a row for every picture, or until nothing has come for so long that nothing will.</summary>
    public async Task WatchAsync(Func<bool> isDone, TimeSpan patience, Action seen, CancellationToken cancellationToken)
    {
        var last = time.GetTimestamp();
        while (!isDone() && time.GetElapsedTime(last) < patience)
        {
            var keys = _waiting.ToArray().OrderBy(waiting => waiting.Value.Order).Take(AtOnce).Select(waiting => waiting.Key).ToList();
            if (keys.Count > 0 && await LookAsync(keys, seen, cancellationToken) > 0)
            {
                last = time.GetTimestamp();
            }

            await Task.Delay(_betweenLooks, time, cancellationToken);
        }
    }

    private async Task<int> LookAsync(List<string> keys, Action seen, CancellationToken cancellationToken)
    {
        var input = new JsonObject
        {
            ["RequestItems"] = new JsonObject
            {
                [ImageRow.Table] = new JsonObject
                {
                    ["Keys"] = new JsonArray([.. keys.Select(key => new JsonObject { ["id"] = new JsonObject { ["S"] = key } })]),
                    ["ProjectionExpression"] = "id, stage_m, iou_score, segmentation_verification",
                },
            },
        };
        using var answer = await client.TableAsync("BatchGetItem", input, cancellationToken);
        var now = time.GetTimestamp();
        var found = 0;
        foreach (var item in answer.RootElement.GetProperty("Responses").GetProperty(ImageRow.Table).EnumerateArray())
        {
            if (_waiting.TryRemove(item.GetProperty("id").GetProperty("S").GetString()!, out var waiting))
            {
                Seen.Add(new GaugeDemoRow(
                    waiting.Image, time.GetElapsedTime(waiting.Uploaded, now), Number(item, "stage_m"), Number(item, "iou_score"),
                    item.GetProperty("segmentation_verification").GetProperty("BOOL").GetBoolean()));
                found++;
                seen();
            }
        }

        return found;
    }

    private static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? double.Parse(value.GetProperty("N").GetString()!, CultureInfo.InvariantCulture) : null;
}
