using System.Buffers;
using System.Security.Cryptography;

namespace Headrace.Store.Contents;

/// <summary>Takes bodies in: small ones into memory, to be written with their row; middling ones into the shared segment; large ones, and those of unknown length, into a file of their own.</summary>
internal sealed class ContentStager(SegmentFolder folder)
{
    /// <summary>Up to here the body is a row.</summary>
    public const int LargestBody = 32 * 1024;

    /// <summary>Up to here it shares a segment, and so an fsync, with others.</summary>
    public const long LargestShared = 4L << 20;

    private const int BufferSize = 256 * 1024;
    private const long WritebackEvery = 8L << 20;

    /// <exception cref="StoreException">IncompleteBody: the body's length is not what was announced.</exception>
    public async Task<ContentStage> StageAsync(Stream body, long? expectedLength, CancellationToken cancellationToken)
    {
        if (expectedLength <= LargestBody)
        {
            var bytes = new byte[(int)expectedLength.Value];
            var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (read < bytes.Length)
            {
                throw StoreErrors.IncompleteBody();
            }

            await RequireEndAsync(body, cancellationToken);
            return new BodyStage(bytes, MD5.HashData(bytes));
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(expectedLength ?? BufferSize, BufferSize));
        try
        {
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (expectedLength is null && read <= LargestBody)
            {
                var bytes = buffer.AsSpan(0, read).ToArray();
                return new BodyStage(bytes, MD5.HashData(bytes));
            }

            return await WriteAsync(body, expectedLength, buffer, read, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies a whole content whose MD5 is known without bringing its bytes into the process; null where the file system cannot.</summary>
    public ContentStage? TryCopy(ReadOnlySpan<Piece> from, long length, byte[] md5)
    {
        var (segment, start) = length <= LargestShared ? folder.Reserve(length) : (folder.CreateOwn(), 0);
        var piece = new Piece(segment.Kind, segment.Number, start, length);
        try
        {
            var at = start;
            foreach (var source in from)
            {
                using var file = folder.OpenRead(source.Number, FileOptions.None);
                if (!LinuxFile.TryCopy(file, source.Start, segment.File, at, source.Length))
                {
                    ExtentStage.Discard(folder, segment, piece);
                    return null;
                }

                at += source.Length;
            }

            segment.MarkWritten();
            if (piece.Kind == PieceKind.Own)
            {
                segment.Flush();
            }
        }
        catch
        {
            ExtentStage.Discard(folder, segment, piece);
            throw;
        }

        return new ExtentStage(folder, segment, piece, md5);
    }

    private async Task<ContentStage> WriteAsync(Stream body, long? expectedLength, byte[] buffer, int read, CancellationToken cancellationToken)
    {
        var (segment, start) = expectedLength <= LargestShared ? folder.Reserve(expectedLength.Value) : (folder.CreateOwn(), 0);
        long length = 0, written = 0;
        try
        {
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            while (read > 0)
            {
                if (length + read > expectedLength)
                {
                    throw StoreErrors.IncompleteBody();
                }

                md5.AppendData(buffer.AsSpan(0, read));
                segment.Write(buffer.AsSpan(0, read), start + length);
                length += read;
                if (length - written >= WritebackEvery)
                {
                    LinuxFile.BeginWriteback(segment.File, start + written, length - written);
                    written = length;
                }

                read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            }

            if (expectedLength is { } expected && length != expected)
            {
                throw StoreErrors.IncompleteBody();
            }

            if (segment.Kind == PieceKind.Own)
            {
                segment.Flush();
            }

            return new ExtentStage(folder, segment, new Piece(segment.Kind, segment.Number, start, length), md5.GetHashAndReset());
        }
        catch
        {
            ExtentStage.Discard(folder, segment, new Piece(segment.Kind, segment.Number, start, expectedLength ?? length));
            throw;
        }
    }

    // The read that finds the end is also the one that verifies trailing checksums and signatures: it has to happen.
    private static async Task RequireEndAsync(Stream body, CancellationToken cancellationToken)
    {
        var one = ArrayPool<byte>.Shared.Rent(1);
        try
        {
            if (await body.ReadAsync(one.AsMemory(0, 1), cancellationToken) > 0)
            {
                throw StoreErrors.IncompleteBody();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(one);
        }
    }
}
