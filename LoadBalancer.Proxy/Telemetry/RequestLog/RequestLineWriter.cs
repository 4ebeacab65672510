using System.Collections.Immutable;
using System.Text;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Formats the line of a request that has ended. Thread-safe, without locks or allocation.</summary>
internal sealed class RequestLineWriter
{
    private const string IdField = "X-Request-Id";

    private static readonly ImmutableArray<byte[]> Reasons = [.. Enum.GetNames<SelectionReason>().Select(Encoding.ASCII.GetBytes)];

    [ThreadStatic]
    private static LineText? _line;

    private readonly TrustedProxies _trusted;
    private readonly TimeProvider _timeProvider;
    private readonly RequestLogField _fields;
    private readonly byte[] _gateway;

    /// <param name="fields">The fields that are written.</param>
    /// <param name="identity">The gateway.</param>
    /// <param name="trusted">The proxies that state the addresses of clients.</param>
    /// <param name="timeProvider">The clock.</param>
    public RequestLineWriter(RequestLogField fields, GatewayIdentity identity, TrustedProxies trusted, TimeProvider timeProvider)
    {
        _trusted = trusted;
        _timeProvider = timeProvider;
        _fields = fields;
        _gateway = Encoding.ASCII.GetBytes(identity.Id.Value);
    }

    /// <summary>The longest text of a client's; the rest of a longer one is cut.</summary>
    public int LongestText { get; init; } = int.MaxValue;

    /// <summary>Whether the query of a target is written.</summary>
    public bool HasQuery { get; init; } = true;

    /// <summary>Writes a line, but for what follows the last field: <c>}</c> and whatever the caller adds.</summary>
    /// <returns>The line, for the calling thread until the next call.</returns>
    public LineText Write<TRequest>(TRequest request, in RequestEnd end, TimeSpan duration)
        where TRequest : IKeyedRequest
    {
        var line = _line ??= new();
        line.Clear();
        WriteRequest(line, request, duration);
        WritePlacement(line, end);
        WriteResponse(line, end, duration);
        if (line.Written.IsEmpty)
        {
            line.Append("{"u8);
        }

        return line;
    }

    private void WriteRequest<TRequest>(LineText line, TRequest request, TimeSpan duration)
        where TRequest : IKeyedRequest
    {
        if (Begins(line, RequestLogField.Time, "time\":\""u8))
        {
            line.Append(_timeProvider.GetUtcNow().UtcDateTime - duration);
            line.Append("\""u8);
        }

        if (Has(RequestLogField.Id) && request.FieldNamed(IdField) is { IsEmpty: false } id)
        {
            WriteText(line, RequestLogField.Id, "id\":\""u8, id);
        }

        if (Has(RequestLogField.Client) && request.ClientBy(_trusted) is { } client)
        {
            Begins(line, RequestLogField.Client, "client\":\""u8);
            line.Append(client);
            line.Append("\""u8);
        }

        if (Has(RequestLogField.Method))
        {
            WriteText(line, RequestLogField.Method, "method\":\""u8, request.Method);
        }

        if (Has(RequestLogField.Target))
        {
            WriteText(line, RequestLogField.Target, "target\":\""u8, HasQuery ? request.Target : PathOf(request.Target));
        }
    }

    private void WritePlacement(LineText line, in RequestEnd end)
    {
        if (end.Attempts?.Last is { } server && Begins(line, RequestLogField.Server, "server\":\""u8))
        {
            line.AppendAscii(server.Id.Value);
            line.Append("\""u8);
        }

        if (end.Attempts is { } placed && Begins(line, RequestLogField.Reason, "reason\":\""u8))
        {
            line.Append(Reasons[(int)placed.Current.Reason]);
            line.Append("\""u8);
        }

        WriteNumber(line, RequestLogField.Tries, "tries\":"u8, end.Attempts?.Count ?? 0);
    }

    private void WriteResponse(LineText line, in RequestEnd end, TimeSpan duration)
    {
        WriteNumber(line, RequestLogField.Status, "status\":"u8, end.Status);
        WriteNumber(line, RequestLogField.Bytes, "bytes\":"u8, end.Bytes);
        if (Begins(line, RequestLogField.DurationMs, "durationMs\":"u8))
        {
            line.AppendThousandths(duration.Ticks / TimeSpan.TicksPerMicrosecond);
        }

        if (Begins(line, RequestLogField.Gateway, "gateway\":\""u8))
        {
            line.Append(_gateway);
            line.Append("\""u8);
        }

        if (ErrorOf(end) is { } error && Begins(line, RequestLogField.Error, "error\":\""u8))
        {
            line.AppendAscii(error);
            line.Append("\""u8);
        }

        if (end.Attempts?.FailedServer is { } failed && Begins(line, RequestLogField.ErrorServer, "errorServer\":\""u8))
        {
            line.AppendAscii(failed.Id.Value);
            line.Append("\""u8);
        }

        if (DetailOf(end) is { } detail && Begins(line, RequestLogField.ErrorDetail, "errorDetail\":\""u8))
        {
            line.AppendText(detail);
            line.Append("\""u8);
        }
    }

    /// <summary>Returns why the request failed, or why the last attempt failed that was repeated successfully.</summary>
    private static string? ErrorOf(in RequestEnd end) =>
        end.Error ?? (end.Attempts is { Failure: { IsNone: false } failure } ? FailureCauses.NameOf(failure.Cause) : null);

    /// <summary>Returns the detail of what <see cref="ErrorOf"/> returns.</summary>
    private static string? DetailOf(in RequestEnd end) => end.Error is null ? end.Attempts?.Failure.Detail : end.ErrorDetail;

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target) =>
        target.IndexOf('?') is >= 0 and var query ? target[..query] : target;

    private void WriteText(LineText line, RequestLogField field, ReadOnlySpan<byte> name, ReadOnlySpan<char> text)
    {
        Begins(line, field, name);
        line.AppendEscaped(text.Length > LongestText ? text[..LongestText] : text);
        line.Append("\""u8);
    }

    private void WriteNumber(LineText line, RequestLogField field, ReadOnlySpan<byte> name, long number)
    {
        if (Begins(line, field, name))
        {
            line.Append(number);
        }
    }

    /// <summary>Begins a field, if it is enabled.</summary>
    private bool Begins(LineText line, RequestLogField field, ReadOnlySpan<byte> name)
    {
        if (!Has(field))
        {
            return false;
        }

        line.Append(line.Written.IsEmpty ? "{\""u8 : ",\""u8);
        line.Append(name);
        return true;
    }

    private bool Has(RequestLogField field) => (_fields & field) != RequestLogField.None;
}
