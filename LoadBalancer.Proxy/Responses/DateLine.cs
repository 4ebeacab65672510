using System.Buffers.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Proxy.Responses;

/// <summary>The line <c>Date: …</c> for responses that have none (RFC 9110 §6.6.1), updated once a second. Thread-safe.</summary>
internal sealed class DateLine(TimeProvider timeProvider)
{
    private const int DateLength = 29;

    private volatile Made _made = Make(timeProvider.GetUtcNow());

    /// <summary>The line with its line end.</summary>
    public ReadOnlySpan<byte> Current
    {
        get
        {
            var now = timeProvider.GetUtcNow();
            var made = _made;
            if (now.Ticks / TimeSpan.TicksPerSecond != made.Second)
            {
                _made = made = Make(now);
            }

            return made.Line;
        }
    }

    private static Made Make(DateTimeOffset now)
    {
        var line = new byte["Date: "u8.Length + DateLength + "\r\n"u8.Length];
        var writer = new SpanWriter(line);
        writer.Write("Date: "u8);
        Utf8Formatter.TryFormat(now, writer.Rest, out var written, 'R');
        writer.Advance(written);
        writer.Write("\r\n"u8);
        return new(now.Ticks / TimeSpan.TicksPerSecond, line);
    }

    private sealed record Made(long Second, byte[] Line);
}
