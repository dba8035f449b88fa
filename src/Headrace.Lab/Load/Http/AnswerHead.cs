using System.Buffers.Text;
using System.Text;

namespace Headrace.Lab.Load.Http;

/// <summary>How a body ends, and whether its connection lives on.</summary>
/// <param name="Length">-1: chunked, or up to the close.</param>
internal readonly record struct AnswerHead(long Length, bool IsChunked, bool KeepAlive)
{
    /// <summary>Reads status line and headers (RFC 9112); what says who answered goes into the answer.</summary>
    /// <param name="head">Without the empty line.</param>
    public static AnswerHead Read(ReadOnlySpan<byte> head, bool isHeadRequest, HttpAnswer answer)
    {
        var end = head.IndexOf("\r\n"u8);
        var line = end < 0 ? head : head[..end];
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var digits) || digits != 3)
        {
            throw new ExchangeException("the answer is not HTTP/1.1", isConnected: true);
        }

        answer.Status = status;
        var (length, isChunked, keepAlive) = (-1L, false, line[7] == (byte)'1');
        for (head = end < 0 ? default : head[(end + 2)..]; !head.IsEmpty; head = end < 0 ? default : head[(end + 2)..])
        {
            end = head.IndexOf("\r\n"u8);
            line = end < 0 ? head : head[..end];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                throw new ExchangeException("the answer has a header without a name", isConnected: true);
            }

            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            switch (colon)
            {
                case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                    keepAlive = !Ascii.EqualsIgnoreCase(value, "close"u8) && (keepAlive || Ascii.EqualsIgnoreCase(value, "keep-alive"u8));
                    break;
                case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                    if (!Utf8Parser.TryParse(value, out length, out var used) || used != value.Length || length < 0)
                    {
                        throw new ExchangeException("the answer's Content-Length is not a number", isConnected: true);
                    }

                    break;
                case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                    isChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
                    break;
                case 16 when Ascii.EqualsIgnoreCase(name, "x-amzn-requestid"u8) || Ascii.EqualsIgnoreCase(name, "x-amz-request-id"u8):
                case 17 when Ascii.EqualsIgnoreCase(name, "apigw-requestid"u8):
                    answer.RequestId = Encoding.ASCII.GetString(value);
                    break;
                case 20 when Ascii.EqualsIgnoreCase(name, "x-amz-function-error"u8):
                    answer.IsFunctionError = true;
                    break;
            }
        }

        return isHeadRequest || status is 204 or 304 ? new(0, false, keepAlive)
            : isChunked ? new(-1, true, keepAlive)
            : new(length, false, keepAlive && length >= 0);
    }
}
