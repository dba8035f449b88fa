using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Vision;
using Headrace.Vision.Decoding;
using Headrace.Vision.Pipelines;
using Headrace.Vision.Preprocess;

namespace Headrace.Bootstrap.Preprocess;

/// <summary>An upload → gray, 256×256, under the same key in the output bucket. One line of log for each image.</summary>
internal sealed class PreprocessHandler(PreprocessSettings settings, S3Client s3) : IDisposable
{
    private readonly Pipeline pipeline = PreprocessPipeline.Create(settings.Image);
    private readonly Frame frame = new();

    /// <summary>Handles every record; when some fail, the invocation fails once all were tried, and its retry does the others again to the same result.</summary>
    /// <exception cref="HandlerException">ImageRejected, or what S3 answered.</exception>
    public void Handle(Invocation invocation, IBufferWriter<byte> response)
    {
        var objects = S3Event.Created(invocation.Payload);
        var failures = new List<HandlerException>();
        using var json = new Utf8JsonWriter(response);
        json.WriteStartObject();
        json.WriteStartArray("images"u8);
        foreach (var source in objects)
        {
            try
            {
                Convert(source, json);
            }
            catch (HandlerException failure)
            {
                failures.Add(failure);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (failures.Count > 0)
        {
            throw failures.Count == 1
                ? failures[0]
                : new HandlerException(failures[0].ErrorType, $"{failures.Count} of {objects.Count} records failed: {string.Join("; ", failures.Select(failure => failure.Message))}");
        }
    }

    private void Convert(S3Object source, Utf8JsonWriter json)
    {
        if (source.Bucket == settings.OutputBucket)
        {
            if (settings.OutputPrefix.Length == 0)
            {
                throw new HandlerException("BadConfiguration", $"{source}: OUTPUT_BUCKET is the bucket the image came from, so every result would be an upload again; name another bucket, or set OUTPUT_PREFIX");
            }

            if (source.Key.StartsWith(settings.OutputPrefix, StringComparison.Ordinal))
            {
                StandardOutput.WriteLine($"preprocess {source}: a result already, left alone");
                return;
            }
        }

        var begun = Stopwatch.GetTimestamp();
        var input = s3.Get(source.Bucket, source.Key, settings.MaximumObjectBytes);
        var inputLength = input.Length;
        var got = Phases.Add(Phase.Download, begun);
        try
        {
            pipeline.Run(frame, input);
        }
        catch (ImageRejected rejection)
        {
            throw new HandlerException(nameof(ImageRejected), $"{source}: {rejection.Message}", rejection);
        }

        var made = Phases.Add(Phase.Decode, got);
        var output = new S3Object(settings.OutputBucket, settings.OutputPrefix + source.Key);
        s3.Put(output.Bucket, output.Key, frame.OutputFormat.ContentType(), frame.Output.Span);
        var put = Phases.Add(Phase.Write, made);
        StandardOutput.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"preprocess {source} {inputLength} B {frame.Format.Name()} {frame.Width}x{frame.Height} -> {output} {frame.Output.Length} B {frame.GrayWidth}x{frame.GrayHeight} in {Milliseconds(begun, put):0.0} ms (get {Milliseconds(begun, got):0.0}, image {Milliseconds(got, made):0.0}, put {Milliseconds(made, put):0.0})"));
        WriteResult(json, source, output);
    }

    private void WriteResult(Utf8JsonWriter json, S3Object source, S3Object output)
    {
        json.WriteStartObject();
        json.WriteString("source"u8, source.ToString());
        json.WriteString("output"u8, output.ToString());
        json.WriteString("contentType"u8, frame.OutputFormat.ContentType());
        json.WriteNumber("width"u8, frame.GrayWidth);
        json.WriteNumber("height"u8, frame.GrayHeight);
        json.WriteNumber("bytes"u8, frame.Output.Length);
        json.WriteEndObject();
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    public void Dispose()
    {
        frame.Dispose();
        s3.Dispose();
    }
}
