using System.Formats.Cbor;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Headrace.Gateway.Tests.Telemetry;
using Xunit;

namespace Headrace.Gateway.Tests.CloudWatch;

/// <summary>CloudWatch's three protocols, byte by byte.</summary>
public sealed class CloudWatchProtocolTests(TelemetryHost host)
{
    private static readonly XNamespace Xml = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    private readonly string _namespace = "test/" + Guid.NewGuid().ToString("N");
    private readonly long _minute = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60;

    [Fact]
    public async Task What_is_put_in_one_protocol_is_read_in_all()
    {
        var put = await QueryAsync($"Action=PutMetricData&Version=2010-08-01&Namespace={Uri.EscapeDataString(_namespace)}&MetricData.member.1.MetricName=m&MetricData.member.1.Value=2.5&MetricData.member.1.Unit=Count&MetricData.member.1.Dimensions.member.1.Name=site&MetricData.member.1.Dimensions.member.1.Value=north");
        Assert.Equal((HttpStatusCode.OK, "text/xml"), (put.Status, put.ContentType));
        Assert.Equal(HttpStatusCode.OK, (await JsonAsync("PutMetricData", $$"""{"Namespace":"{{_namespace}}","MetricData":[{"MetricName":"m","Value":3,"Unit":"Count","Dimensions":[{"Name":"site","Value":"north"}]}]}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await CborAsync("PutMetricData", writer =>
        {
            writer.WriteStartMap(2);
            writer.WriteTextString("Namespace");
            writer.WriteTextString(_namespace);
            writer.WriteTextString("MetricData");
            writer.WriteStartArray(1);
            writer.WriteStartMap(5);
            writer.WriteTextString("MetricName");
            writer.WriteTextString("m");
            writer.WriteTextString("Value");
            writer.WriteInt32(4);
            writer.WriteTextString("Unit");
            writer.WriteTextString("Count");
            writer.WriteTextString("Timestamp");
            writer.WriteTag(CborTag.UnixTimeSeconds);
            writer.WriteDouble(_minute);
            writer.WriteTextString("Dimensions");
            writer.WriteStartArray(null);
            writer.WriteStartMap(null);
            writer.WriteTextString("Name");
            writer.WriteTextString("site");
            writer.WriteTextString("Value");
            writer.WriteTextString("north");
            writer.WriteEndMap();
            writer.WriteEndArray();
            writer.WriteEndMap();
            writer.WriteEndArray();
            writer.WriteEndMap();
        })).Status);

        var (start, end) = (_minute - 600, _minute + 600);
        var json = await JsonAsync("GetMetricStatistics", $$"""{"Namespace":"{{_namespace}}","MetricName":"m","Dimensions":[{"Name":"site","Value":"north"}],"StartTime":{{start}},"EndTime":{{end}},"Period":1200,"Statistics":["Sum"]}""");
        Assert.Equal("application/x-amz-json-1.0", json.ContentType);
        var point = JsonDocument.Parse(json.Body).RootElement.GetProperty("Datapoints")[0];
        Assert.Equal((9.5, start), (point.GetProperty("Sum").GetDouble(), point.GetProperty("Timestamp").GetInt64()));

        var query = XDocument.Parse((await QueryAsync($"Action=GetMetricStatistics&Version=2010-08-01&Namespace={Uri.EscapeDataString(_namespace)}&MetricName=m&Dimensions.member.1.Name=site&Dimensions.member.1.Value=north&StartTime={Iso(start)}&EndTime={Iso(end)}&Period=1200&Statistics.member.1=Sum")).Text);
        var member = query.Root!.Element(Xml + "GetMetricStatisticsResult")!.Element(Xml + "Datapoints")!.Element(Xml + "member")!;
        Assert.Equal(("9.5", Uri.UnescapeDataString(Iso(start))), (member.Element(Xml + "Sum")!.Value, member.Element(Xml + "Timestamp")!.Value));

        var cbor = await CborAsync("GetMetricStatistics", writer =>
        {
            writer.WriteStartMap(7);
            writer.WriteTextString("Namespace");
            writer.WriteTextString(_namespace);
            writer.WriteTextString("MetricName");
            writer.WriteTextString("m");
            writer.WriteTextString("Dimensions");
            writer.WriteStartArray(1);
            writer.WriteStartMap(2);
            writer.WriteTextString("Name");
            writer.WriteTextString("site");
            writer.WriteTextString("Value");
            writer.WriteTextString("north");
            writer.WriteEndMap();
            writer.WriteEndArray();
            foreach (var (name, seconds) in new[] { ("StartTime", start), ("EndTime", end) })
            {
                writer.WriteTextString(name);
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteInt64(seconds);
            }

            writer.WriteTextString("Period");
            writer.WriteInt32(1200);
            writer.WriteTextString("Statistics");
            writer.WriteStartArray(1);
            writer.WriteTextString("Sum");
            writer.WriteEndArray();
            writer.WriteEndMap();
        });
        Assert.Equal("application/cbor", cbor.ContentType);
        Assert.Equal("rpc-v2-cbor", cbor.SmithyProtocol);
        Assert.Equal([("Timestamp", start), ("Sum", 9.5), ("Unit", "Count")], FirstPoint(cbor.Body));
    }

    [Fact]
    public async Task A_gzip_body_is_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes($$"""{"Namespace":"{{_namespace}}","MetricData":[{"MetricName":"zipped","Value":1}]}"""));
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/", packed.ToArray(), "application/x-amz-json-1.0", Target("PutMetricData"), KeyValuePair.Create("Content-Encoding", "gzip"))).Status);
        Assert.Contains("\"zipped\"", (await JsonAsync("ListMetrics", $$"""{"Namespace":"{{_namespace}}"}""")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_have_each_protocols_shape()
    {
        var query = await QueryAsync("Action=PutMetricData&Namespace=n");
        Assert.Equal((HttpStatusCode.BadRequest, "MissingParameter"), (query.Status, XDocument.Parse(query.Text).Descendants(Xml + "Code").Single().Value));
        Assert.Equal("The parameter MetricData is required.", XDocument.Parse(query.Text).Descendants(Xml + "Message").Single().Value);

        var json = await JsonAsync("PutMetricData", """{"Namespace":"n"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "MissingParameter;Sender"), (json.Status, json.QueryError));
        Assert.Equal("""{"__type":"com.amazonaws.cloudwatch.v2010_08_01#MissingRequiredParameterException","message":"The parameter MetricData is required."}""", json.Text);

        var cbor = await CborAsync("PutMetricAlarm", writer =>
        {
            writer.WriteStartMap(0);
            writer.WriteEndMap();
        });
        Assert.Equal((HttpStatusCode.NotImplemented, "NotImplemented;Receiver", "rpc-v2-cbor"), (cbor.Status, cbor.QueryError, cbor.SmithyProtocol));
        Assert.Contains("The operation PutMetricAlarm is not implemented by Headrace.", cbor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "SerializationException", "no JSON")]
    [InlineData("[]", "SerializationException", "no JSON object")]
    [InlineData("""{"Namespace":7,"MetricData":[{"MetricName":"m","Value":1}]}""", "SerializationException", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("""{"Namespace":"n","MetricData":{}}""", "SerializationException", "Start of structure")]
    [InlineData("""{"Namespace":"n","MetricData":[7]}""", "SerializationException", "Structure")]
    [InlineData("""{"Namespace":"n","MetricData":[{"MetricName":"m","Value":[]}]}""", "SerializationException", "Start of list")]
    [InlineData("""{"Namespace":"n","MetricData":[{"MetricName":"m","Value":1,"Timestamp":1e300}]}""", "SerializationException", "Timestamp")]
    [InlineData("""{"Namespace":"n","MetricData":[{"Value":1}]}""", "MissingParameter", "MetricData.member.1.MetricName")]
    [InlineData("""{"Namespace":"n","MetricData":[{"MetricName":"m"}]}""", "MissingParameter", "MetricData.member.1.Value")]
    [InlineData("""{"Namespace":":n","MetricData":[{"MetricName":"m","Value":1}]}""", "InvalidParameterValue", "Namespace")]
    [InlineData("""{"Namespace":"n","MetricData":[{"MetricName":"m","Value":1,"Dimensions":[{"Name":"d"}]}]}""", "MissingParameter", "MetricData.member.1.Dimensions.member.1.Value")]
    public async Task Bad_JSON_gets_AWSs_error_and_the_server_goes_on(string body, string code, string message)
    {
        var answer = await JsonAsync("PutMetricData", body);

        Assert.Equal((HttpStatusCode.BadRequest, code + ";Sender"), (answer.Status, answer.QueryError));
        Assert.Contains(message, answer.Text, StringComparison.Ordinal);
        await StillServesAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Version=2010-08-01")]
    [InlineData("Action=Nonsense")]
    [InlineData("Action=PutMetricData&Namespace=n&MetricData.member.x.Value=1")]
    [InlineData("Action=PutMetricData&Namespace=n&MetricData=1&MetricData.member.1.Value=1")]
    [InlineData("Action=PutMetricData&Namespace=n&Namespace=n")]
    [InlineData("Action=PutMetricData&Namespace=n&a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s=1")]
    [InlineData("Action=PutMetricData&Namespace=n&MetricData.member.1.MetricName=m&MetricData.member.1.Value=one")]
    public async Task Bad_forms_are_refused_and_the_server_goes_on(string form)
    {
        var answer = await QueryAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Single(XDocument.Parse(answer.Text).Descendants(Xml + "Code"));
        await StillServesAsync();
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("A1")]
    [InlineData("A16161")]
    [InlineData("81A0")]
    [InlineData("A0A0")]
    [InlineData("9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F")]
    [InlineData("A1616143FFFFFF")]
    public async Task Bad_CBOR_is_refused_and_the_server_goes_on(string hex)
    {
        var answer = await SendAsync(
            "/service/GraniteServiceVersion20100801/operation/PutMetricData", Convert.FromHexString(hex), "application/cbor", KeyValuePair.Create("smithy-protocol", "rpc-v2-cbor"));

        Assert.Equal((HttpStatusCode.BadRequest, "SerializationException;Sender"), (answer.Status, answer.QueryError));
        await StillServesAsync();
    }

    [Fact]
    public async Task Giant_bodies_are_refused_packed_or_not()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[50 * 1024 * 1024]);
        }

        var plain = await SendAsync("/", new byte[9 * 1024 * 1024], "application/x-amz-json-1.0", Target("PutMetricData"));
        var bomb = await SendAsync("/", packed.ToArray(), "application/x-amz-json-1.0", Target("PutMetricData"), KeyValuePair.Create("Content-Encoding", "gzip"));
        var garbage = await SendAsync("/", "{}"u8.ToArray(), "application/x-amz-json-1.0", Target("PutMetricData"), KeyValuePair.Create("Content-Encoding", "gzip"));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest), (plain.Status, bomb.Status, garbage.Status));
        await StillServesAsync();
    }

    [Fact]
    public async Task Parameters_that_are_not_there_are_refused_by_name()
    {
        var answer = await JsonAsync("PutMetricData", """{"Namespace":"n","MetricData":[{"MetricName":"m","Value":1}],"EntityMetricData":[{}]}""");

        Assert.Equal((HttpStatusCode.NotImplemented, "NotImplemented;Receiver"), (answer.Status, answer.QueryError));
        Assert.Contains("The parameter EntityMetricData is not implemented by Headrace.", answer.Text, StringComparison.Ordinal);
    }

    private static KeyValuePair<string, string> Target(string operation) => KeyValuePair.Create("X-Amz-Target", "GraniteServiceVersion20100801." + operation);

    private static string Iso(long seconds) => Uri.EscapeDataString(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    private static List<(string Name, object Value)> FirstPoint(byte[] body)
    {
        var reader = new CborReader(body);
        reader.ReadStartMap();
        Assert.Equal("Label", reader.ReadTextString());
        reader.ReadTextString();
        Assert.Equal("Datapoints", reader.ReadTextString());
        reader.ReadStartArray();
        reader.ReadStartMap();
        var members = new List<(string, object)>();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var name = reader.ReadTextString();
            members.Add((name, reader.PeekState() switch
            {
                CborReaderState.Tag when reader.ReadTag() == CborTag.UnixTimeSeconds => (long)reader.ReadDouble(),
                CborReaderState.TextString => reader.ReadTextString(),
                _ => (object)reader.ReadDouble(),
            }));
        }

        return members;
    }

    private async Task StillServesAsync() => Assert.Equal(HttpStatusCode.OK, (await JsonAsync("ListMetrics", "{}")).Status);

    private Task<Received> QueryAsync(string form) => SendAsync("/", Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded");

    private Task<Received> JsonAsync(string operation, string body) => SendAsync("/", Encoding.UTF8.GetBytes(body), "application/x-amz-json-1.0", Target(operation));

    private Task<Received> CborAsync(string operation, Action<CborWriter> write)
    {
        var writer = new CborWriter();
        write(writer);
        return SendAsync("/service/GraniteServiceVersion20100801/operation/" + operation, writer.Encode(), "application/cbor", KeyValuePair.Create("smithy-protocol", "rpc-v2-cbor"));
    }

    private async Task<Received> SendAsync(string target, byte[] body, string contentType, params KeyValuePair<string, string>[] headers)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(contentType);
        using var response = await host.Http.SendAsync("monitoring", HttpMethod.Post, target, content, headers);
        return new Received(
            response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync(),
            Header("x-amzn-query-error"), Header("smithy-protocol"));

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }

    private sealed record Received(HttpStatusCode Status, string? ContentType, byte[] Body, string? QueryError, string? SmithyProtocol)
    {
        public string Text => Encoding.UTF8.GetString(Body);
    }
}
