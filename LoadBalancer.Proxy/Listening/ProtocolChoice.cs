using System.IO.Pipelines;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Determines from the first bytes of a connection without TLS whether its client uses HTTP/2 (prior knowledge, RFC 9113 §3.3) or HTTP/1.1.
/// A client that sends nothing, or only a part of the preface, has as much time as Kestrel allows for a request; a connection that is to
/// be closed and has received nothing is closed earlier (<see cref="AnnouncedClose.LongestIdle"/>).
/// </summary>
internal sealed class ProtocolChoice(Http2Entry http2, IOptions<KestrelServerOptions> kestrel, TimeProvider timeProvider)
{
    private KestrelServerLimits Limits => kestrel.Value.Limits;

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http1)
    {
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var isHttp2 = await IsHttp2Async(connection.Transport.Input, closing);
        if (isHttp2 is { } known)
        {
            await (known ? http2.ServeAsync(connection) : http1(connection));
        }
    }

    /// <returns><see langword="null"/> on timeout.</returns>
    private async ValueTask<bool?> IsHttp2Async(PipeReader input, CancellationToken closing)
    {
        if (input.TryRead(out var first) && Judge(input, first) is { } isHttp2)
        {
            return isHttp2;
        }

        var began = timeProvider.GetTimestamp();
        var deadline = new ReadDeadline(input, timeProvider);
        deadline.BeginIdle(Limits.KeepAliveTimeout);
        using var timer = deadline.StartTimer();
        await using var close = closing.UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), input);
        while (true)
        {
            var read = await input.ReadAsync(CancellationToken.None);
            if (read.IsCanceled)
            {
                input.AdvanceTo(read.Buffer.Start);
                if (deadline.IsOver)
                {
                    return null;
                }

                if (read.Buffer.IsEmpty)
                {
                    var left = AnnouncedClose.LongestIdle - timeProvider.GetElapsedTime(began);
                    deadline.BeginIdle(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                }

                continue;
            }

            if (Judge(input, read) is { } known)
            {
                return deadline.TryMeet() ? known : null;
            }

            deadline.BeginMessage(Limits.RequestHeadersTimeout);
        }
    }

    private static bool? Judge(PipeReader input, in ReadResult read)
    {
        var isHttp2 = read.IsCompleted ? Http2Preface.IsAtStartOf(read.Buffer) ?? false : Http2Preface.IsAtStartOf(read.Buffer);
        input.AdvanceTo(read.Buffer.Start, isHttp2 is null ? read.Buffer.End : read.Buffer.Start);
        return isHttp2;
    }
}
