using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Tracing;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>
/// Queues a sample of the requests that have ended, while somebody looks at requests: as lines of the request log with some more fields.
/// While nobody looks, a request costs one read of a field. Thread-safe, without locks or allocation.
/// </summary>
internal sealed class RequestTail
{
    /// <summary>The longest line. Longer ones, which only attempts with very long details can lead to, are dropped.</summary>
    public const int LongestLine = 16 * 1024;

    private const int LongestText = 1_000;
    private const int LongestKey = Cluster.Tail.TailFilter.LongestKey;
    private const int LongestDetail = 200;

    private readonly RequestLineWriter _writer;
    private readonly RequestKey _key;
    private readonly TimeProvider _timeProvider;
    private volatile TailGate? _gate;
    private long _tooLong;

    public RequestTail(
        IOptions<TailOptions> options, GatewayIdentity identity, TrustedProxies trusted, RequestKey key, TimeProvider timeProvider)
    {
        _key = key;
        _timeProvider = timeProvider;
        var fields = RequestLogFields.Of((IReadOnlyCollection<string>?)null);
        _writer = new(options.Value.Client ? fields : fields & ~RequestLogField.Client, identity, trusted, timeProvider)
        {
            LongestText = LongestText,
            HasQuery = options.Value.Query,
        };
    }

    /// <summary>The lines that wait to be sent.</summary>
    public RequestLogBuffer Buffer { get; } = new(64 * 1024);

    /// <summary>What somebody looks at; <see langword="null"/> while nobody does.</summary>
    public TailGate? Gate
    {
        get => _gate;
        set => _gate = value;
    }

    /// <summary>Whether somebody looks at requests.</summary>
    public bool IsWanted => _gate is not null;

    /// <summary>The number of lines that were dropped since the start, because they did not fit.</summary>
    public long Dropped => Buffer.Dropped + Volatile.Read(ref _tooLong);

    /// <summary>Queues a request that has ended, if somebody looks at such requests and not too many are queued already.</summary>
    /// <param name="request">The request.</param>
    /// <param name="end">Its end.</param>
    /// <param name="began">The timestamp at which it began.</param>
    /// <param name="now">The present timestamp.</param>
    public void Add<TRequest>(TRequest request, in RequestEnd end, long began, long now)
        where TRequest : IKeyedRequest
    {
        if (_gate is not { } gate)
        {
            return;
        }

        var duration = _timeProvider.GetElapsedTime(began, now);
        var passes = gate.Count(end, duration);
        if (passes == 0)
        {
            return;
        }

        var isNotable = TailGate.IsNotable(end, duration);
        if (gate.TryTake(isNotable, now))
        {
            var line = _writer.Write(request, end, duration);
            WriteKey(line, request);
            WriteTrace(line, end.Span);
            if (isNotable && end.Attempts?.Trail is { Count: > 0 } trail)
            {
                WriteAttempts(line, trail, began);
            }

            line.Append(",\"passes\":"u8);
            line.Append(passes);
            line.Append("}\n"u8);
            Add(line.Written);
        }
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        if (line.Length > LongestLine)
        {
            Interlocked.Increment(ref _tooLong);
        }
        else
        {
            Buffer.TryAdd(line);
        }
    }

    private void WriteKey<TRequest>(LineText line, TRequest request)
        where TRequest : IKeyedRequest
    {
        Span<char> buffer = stackalloc char[RequestKey.BufferLength];
        if (_key.TryRead(request, buffer, out var key))
        {
            line.Append(",\"key\":\""u8);
            line.AppendText(key[..Math.Min(key.Length, LongestKey)]);
            line.Append(key.Length > LongestKey ? "\",\"isKeyCut\":true"u8 : "\""u8);
        }
    }

    /// <summary>Writes the trace that the request is recorded in. Spans that are only propagated are in none.</summary>
    private static void WriteTrace(LineText line, Activity? span)
    {
        if (span is { Recorded: true, IdFormat: ActivityIdFormat.W3C })
        {
            line.Append(",\"traceId\":\""u8);
            line.AppendAscii(span.TraceId.ToHexString());
            line.Append("\""u8);
        }
    }

    private void WriteAttempts(LineText line, AttemptTrail trail, long began)
    {
        line.Append(",\"attempts\":["u8);
        var isFirst = true;
        foreach (ref readonly var mark in trail.Marks)
        {
            line.Append(isFirst ? "{\"server\":\""u8 : ",{\"server\":\""u8);
            isFirst = false;
            line.AppendAscii(mark.Server.Id.Value);
            line.Append("\",\"startMs\":"u8);
            AppendMilliseconds(line, began, mark.Began);
            if (mark.Ended != 0)
            {
                line.Append(",\"durationMs\":"u8);
                AppendMilliseconds(line, mark.Began, mark.Ended);
            }

            line.Append(",\"outcome\":\""u8);
            line.AppendAscii(TraceTags.NameOf(mark.Outcome));
            line.Append("\""u8);
            if (mark.Status > 0)
            {
                line.Append(",\"status\":"u8);
                line.Append(mark.Status);
            }

            WriteFailure(line, mark.Failure);
            line.Append("}"u8);
        }

        line.Append("]"u8);
    }

    private static void WriteFailure(LineText line, in Failure failure)
    {
        if (!failure.IsNone)
        {
            line.Append(",\"error\":\""u8);
            line.AppendAscii(FailureCauses.NameOf(failure.Cause));
            line.Append("\""u8);
        }

        if (failure.Detail is { } detail)
        {
            line.Append(",\"detail\":\""u8);
            line.AppendText(detail.AsSpan(0, Math.Min(detail.Length, LongestDetail)));
            line.Append("\""u8);
        }
    }

    private void AppendMilliseconds(LineText line, long from, long to) =>
        line.AppendThousandths(Math.Max(0, _timeProvider.GetElapsedTime(from, to).Ticks) / TimeSpan.TicksPerMicrosecond);
}
