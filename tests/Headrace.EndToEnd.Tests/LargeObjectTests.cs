using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Headrace.Harness;

namespace Headrace.EndToEnd.Tests;

/// <summary>The largest object one PUT may carry goes in and comes out in bounded memory.</summary>
public sealed class LargeObjectTests(ITestOutputHelper output)
{
    private const long FiveGiB = 5L << 30;
    private const double MostMiB = 200;

    [Fact]
    public async Task Five_gibibytes_are_put_and_got_in_under_200_MiB_of_memory()
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CallAsync("s3", HttpMethod.Put, "/large");
        using (var content = new StreamContent(new CountingStream(FiveGiB), 1 << 16))
        {
            content.Headers.ContentLength = FiveGiB;
            using var put = await engine.Client.SendAsync("s3", HttpMethod.Put, "/large/object", content);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        using var get = await engine.Client.SendAsync("s3", HttpMethod.Get, "/large/object");
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Equal(FiveGiB, get.Content.Headers.ContentLength);
        await CountingStream.AssertSameAsync(await get.Content.ReadAsStreamAsync(), FiveGiB);

        var peak = PeakMiB(engine.ProcessId);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak resident memory {peak:0} MiB"));
        Assert.True(peak < MostMiB, $"The engine used {peak:0} MiB.");
    }

    /// <summary>VmHWM: the most the process ever had resident.</summary>
    private static double PeakMiB(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>Every eight bytes hold their own position.</summary>
    private sealed class CountingStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public static async Task AssertSameAsync(Stream actual, long length)
        {
            var buffer = new byte[1 << 20];
            for (long position = 0; position < length; position += buffer.Length)
            {
                await actual.ReadExactlyAsync(buffer);
                for (var i = 0; i < buffer.Length; i += 8)
                {
                    if (BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(i)) != position + i)
                    {
                        Assert.Fail($"Byte {position + i} is not what was put.");
                    }
                }
            }

            Assert.Equal(0, await actual.ReadAsync(buffer));
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length & ~7, length - _position);
            for (var i = 0; i < count; i += 8)
            {
                BinaryPrimitives.WriteInt64LittleEndian(buffer[i..], _position + i);
            }

            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
