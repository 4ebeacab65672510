using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The span of a request from the client's perspective.</summary>
internal static class RequestSpan
{
    private const int FirstError = 500;

    /// <returns><see langword="null"/> if no listener samples the request.</returns>
    public static Activity? Start(RequestHead head, string scheme)
    {
        var method = Encoding.Latin1.GetString(head.Method);
        var known = KnownMethods.NameOf(method);

        // The attributes that a sampler can use. The query is omitted, since it may contain secrets.
        KeyValuePair<string, object?>[] tags =
        [
            new(TraceTags.Method, known),
            new(TraceTags.Path, Encoding.Latin1.GetString(head.Path)),
            new(TraceTags.Scheme, scheme),
        ];
        var span = GatewaySource.Source.StartActivity(KnownMethods.IsOther(known)
            ? "HTTP"
            : known, ActivityKind.Server, TraceHeaders.Read(head), tags);
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, head, method, known);
        }

        return span;
    }

    /// <summary>Records the server of an attempt, the reason for its selection, and the attempt number.</summary>
    public static void Place(Activity? span, Attempts attempts)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TraceTags.Server, attempts.Server.Id.Value);
            span.SetTag(TraceTags.Reason, TraceTags.NameOf(attempts.Current.Reason));
            span.SetTag(TraceTags.Tries, attempts.Count);
        }
    }

    /// <summary>Records an attempt without a response, and its failure.</summary>
    public static void Add(Activity? span, Attempts attempts, AttemptOutcome outcome, Failure failure)
    {
        if (span is { IsAllDataRequested: true } && outcome is not (AttemptOutcome.Responded or AttemptOutcome.Overtaken))
        {
            span.AddEvent(new(TraceTags.TryFailed, tags: new()
            {
                [TraceTags.Server] = attempts.Server.Id.Value,
                [TraceTags.Outcome] = TraceTags.NameOf(outcome),
                [TraceTags.Error] = TraceTags.ErrorOf(outcome, failure),
                [TraceTags.ErrorMessage] = failure.Detail,
            }));
        }
    }

    /// <param name="span">The span.</param>
    /// <param name="status">The status of the client's response.</param>
    /// <param name="isWhole">Whether the client received the whole response.</param>
    public static void End(Activity span, int status, bool isWhole)
    {
        if (span.IsAllDataRequested)
        {
            if (status > 0)
            {
                span.SetTag(TraceTags.Status, status);
            }

            if (!isWhole || status >= FirstError)
            {
                span.SetTag(TraceTags.Error, isWhole
                    ? status.ToString(CultureInfo.InvariantCulture)
                    : TraceTags.NameOf(AttemptOutcome.BrokenOff));
                span.SetStatus(ActivityStatusCode.Error);
            }
        }

        span.Stop();
    }

    private static void Describe(Activity span, RequestHead head, string method, string known)
    {
        if (KnownMethods.IsOther(known))
        {
            span.SetTag(TraceTags.OriginalMethod, method);
        }

        span.SetTag(TraceTags.Version, "1.1");
        var host = HostString.FromUriComponent(Encoding.Latin1.GetString(head.ValueOf(HeaderKind.Host)));
        if (host.HasValue)
        {
            span.SetTag(TraceTags.Address, host.Host);
            if (host.Port is { } port)
            {
                span.SetTag(TraceTags.Port, port);
            }
        }

        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == HeaderKind.Other && Ascii.EqualsIgnoreCase(head.NameOf(field), "User-Agent"u8))
            {
                span.SetTag(TraceTags.UserAgent, Encoding.Latin1.GetString(head.ValueOf(field)));
            }
        }
    }
}
