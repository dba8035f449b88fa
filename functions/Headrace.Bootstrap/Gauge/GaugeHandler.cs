using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Gauge;
using Headrace.Gauge.Capture;
using Headrace.Gauge.Measuring;
using Headrace.Gauge.Rows;
using Headrace.Gauge.Sites;
using Headrace.Vision;
using Headrace.Vision.Decoding;
using Headrace.Vision.Segmentation;
using Headrace.Wire.Signing;

namespace Headrace.Bootstrap.Gauge;

/// <summary>An upload → stage of the water: mask, counts, stage, verification, overlay in the output bucket, row. System 1's handler, step by step.</summary>
/// <remarks>The lines <c>Image Name: …</c>, <c>Event Time: …, Site ID: …</c> and <c>Writing to database...</c> are the original's to the letter: programs read them.</remarks>
internal sealed class GaugeHandler(GaugeSettings settings, SiteSource sites, SiteAssets assets, RgbDecoder decoder, S3Client s3, IImageRows rows, TimeProvider time)
{
    private const string Png = "image/png";

    /// <summary>Kept back from the deadline for the failure's own report.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Handles every record; when some fail for a reason that may pass, the invocation fails, and its retry does the others again to the same rows.</summary>
    /// <exception cref="HandlerException">What S3, the database or the table answered; UnknownSite; BadConfiguration.</exception>
    public void Handle(Invocation invocation, IBufferWriter<byte> response)
    {
        var uploads = Upload.Read(invocation.Payload);
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(invocation.DeadlineMilliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())) - Margin;
        var failures = new List<HandlerException>();
        var answers = new List<string>();
        foreach (var upload in uploads)
        {
            try
            {
                answers.Add(Handle(upload, deadline));
            }
            catch (HandlerException failure)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw failures.Count == 1
                ? failures[0]
                : new HandlerException(failures[0].ErrorType, $"{failures.Count} of {uploads.Count} records failed: {string.Join("; ", failures.Select(failure => failure.Message))}");
        }

        // S3 sends one record in an event; the original answers for one.
        response.Write(System.Text.Encoding.UTF8.GetBytes(answers.Count == 1 ? answers[0] : $"[{string.Join(',', answers)}]"));
    }

    private string Handle(Upload upload, DateTimeOffset deadline)
    {
        var begun = Stopwatch.GetTimestamp();
        var site = sites.Find(upload.Source, assets.Renew);
        var bucket = site.OutputBucket ?? settings.OutputBucket
            ?? throw new HandlerException("BadConfiguration", $"OUTPUT_BUCKET is not set, and site {site.Id} has no output_bucket: one of them names the bucket that overlays go to");
        if (bucket == upload.Source.Bucket && upload.Name.EndsWith("_segmented.png", StringComparison.Ordinal))
        {
            StandardOutput.WriteLine($"gauge {upload.Source}: a result already, left alone");
            return """{"statusCode":204,"body":"A result already, left alone."}""";
        }

        StandardOutput.WriteLine($"Image Name: {upload.Name}");
        StandardOutput.WriteLine($"Event Time: {upload.EventTimeText}, Site ID: {site.Id}");
        if (CaptureTime.Of(upload.Name) is not { } taken)
        {
            return Refuse(422, "Timestamp extraction failed", upload, $"the name {upload.Name} has no date and time as in image_capture_2025-04-25_19-00-00.jpg");
        }

        var segmenter = assets.Segmenter(site);
        var regressor = assets.Regressor(site);
        var truth = assets.Truth(site);
        var opened = Stopwatch.GetTimestamp();
        var content = s3.Fetch(upload.Source.Bucket, upload.Source.Key, settings.MaximumObjectBytes)!;
        var md5 = Convert.ToHexStringLower(MD5.HashData(content.Body.Span));
        var uploaded = content.LastModified ?? time.GetUtcNow();
        var got = Phases.Add(Phase.Download, opened);
        RgbImage image;
        try
        {
            var (width, height) = segmenter.InputSize;
            image = decoder.Decode(content.Body, Math.Max(width, site.SegmentationWidth), Math.Max(height, site.SegmentationHeight));
        }
        catch (ImageRejected rejection)
        {
            return Refuse(400, "Invalid image", upload, rejection.Message);
        }

        var decoded = Phases.Add(Phase.Decode, got);
        var found = Measure(site, image, segmenter, regressor, truth);
        var measured = Phases.Add(Phase.Infer, decoded);
        var output = new S3Object(bucket, Prefix(site) + CaptureTime.OverlayKey(upload.Name, taken));
        var overlay = OverlayFile.Encode(RiverGauge.Draw(site, image, found.Mask));
        var drawn = Phases.Add(Phase.Draw, measured);
        s3.Put(output.Bucket, output.Key, Png, overlay);
        var put = Phases.Add(Phase.Write, drawn);
        StandardOutput.WriteLine("Writing to database...");
        var id = Insert(
            new ImageRow(
                site.Id, upload.Source.ToString(), taken, md5, upload.EventTime, uploaded.UtcDateTime, output.ToString(), time.GetUtcNow().UtcDateTime, found.Roi, found.Iou,
                found.IsVerified, Url(upload.Source), Url(output), found.StageMetres, CaptureTime.Moment(taken, site.TimeZone)),
            deadline);
        var written = Phases.Add(Phase.Write, put);
        StandardOutput.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"gauge {upload.Source} -> {output} row {id} stage {found.StageMetres?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-"} m roi [{string.Join(", ", found.Roi)}] iou {found.Iou?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-"} in {Milliseconds(begun, written):0.0} ms (open {Milliseconds(begun, opened):0.0}, get {Milliseconds(opened, got):0.0}, decode {Milliseconds(got, decoded):0.0}, measure {Milliseconds(decoded, measured):0.0}, overlay {Milliseconds(measured, put):0.0}, row {Milliseconds(put, written):0.0})"));
        return $$"""{"statusCode":200,"body":"Processing completed successfully!","id":{{id}}}""";
    }

    private static Measurement Measure(Site site, RgbImage image, ISegmenter segmenter, StageRegressor? regressor, Mask? truth)
    {
        try
        {
            return RiverGauge.Measure(site, image, segmenter, regressor, truth);
        }
        catch (Exception failure) when (failure is Headrace.Onnx.OnnxException or SegmentationException or GaugeException)
        {
            throw new HandlerException("SegmentationFailed", $"site {site.Id}: {failure.Message}", failure);
        }
    }

    private string Insert(ImageRow row, DateTimeOffset deadline)
    {
        try
        {
            return rows.Insert(row, deadline);
        }
        catch (RowException failure)
        {
            throw new HandlerException(failure.Code, $"{row.ImagePath}: {failure.Message}", failure);
        }
    }

    /// <summary>An answer, as the original's, and no failure: the picture would be the same at a retry.</summary>
    private static string Refuse(int status, string error, Upload upload, string reason)
    {
        var answer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteNumber("statusCode"u8, status);
            json.WriteStartObject("body"u8);
            json.WriteString("error"u8, error);
            json.WriteString("image_name"u8, upload.Name);
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var text = System.Text.Encoding.UTF8.GetString(answer.WrittenSpan);
        StandardOutput.WriteLine($"Image processing failed: {text}");
        return text;
    }

    /// <summary>Cameras of several sites may take pictures in the same second: their overlays must not have the same key.</summary>
    private string Prefix(Site site) => settings.OutputPrefix is { } prefix ? prefix.Replace("{site}", site.Id, StringComparison.Ordinal)
        : sites.Catalogue.Sites.Length > 1 && site.OutputBucket is null ? $"{site.Id}/" : "";

    private static string Url(S3Object item) => $"https://{item.Bucket}.s3.amazonaws.com/{UriEncoding.Encode(item.Key, keepSlash: true)}";

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
