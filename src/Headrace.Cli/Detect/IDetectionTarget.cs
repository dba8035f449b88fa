namespace Headrace.Cli.Detect;

/// <summary>Where a client's images are detected: a REST server, or a bucket with a function behind it.</summary>
internal interface IDetectionTarget : IAsyncDisposable
{
    /// <summary>Sends one image and waits for its result. What is wrong with this image is in the result; only what would befall every image is thrown.</summary>
    Task<DetectedImage> DetectAsync(string file, CancellationToken cancellationToken);
}
