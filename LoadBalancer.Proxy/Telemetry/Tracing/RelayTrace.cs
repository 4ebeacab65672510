using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>
/// The spans of the connection's current request: one for the request, and a child for each attempt. If there are no listeners, or if the
/// request's trace is not recorded, it creates no span and does not allocate. Reused for each request; not thread-safe.
/// </summary>
/// <param name="head">The head of the request.</param>
/// <param name="scheme">The scheme of the request.</param>
/// <param name="sampling">Determines in advance which traces are not recorded; if <see langword="null"/>, the listeners decide.</param>
/// <param name="isSilent">Whether requests are excluded from traces.</param>
internal sealed class RelayTrace(RequestHead head, string scheme, ITraceSampling? sampling = null, bool isSilent = false)
{
    private Activity? _request;
    private Activity? _try;
    private UnrecordedTrace _unrecorded;
    private int _status;
    private bool _hasResponded;
    private bool _isFrameworks;

    /// <summary>The span of the request; <see langword="null"/> if there is none.</summary>
    public Activity? Request => _request;

    /// <summary>The trace context for the server.</summary>
    public OutgoingTrace Current => new(_try ?? _request, _unrecorded);

    /// <summary>Begins a request whose head has been read.</summary>
    public void Begin()
    {
        _status = 0;
        _hasResponded = false;
        _unrecorded = default;
        _isFrameworks = false;
        if (!isSilent && GatewaySource.Source.HasListeners())
        {
            // The activity in which the connection was accepted must not be the parent of its requests.
            Activity.Current = null;
            if (sampling is null || sampling.MayRecord(TraceHeaders.ReadFlags(head)))
            {
                _request = RequestSpan.Start(head, scheme);
                if (_request is { IsAllDataRequested: false, Recorded: false })
                {
                    // For a trace that begins in this process, a sampler that drops it still returns a span, to propagate its context.
                    _request.Stop();
                    _request = null;
                    Drop();
                }
            }
            else
            {
                Drop();
            }
        }
    }

    /// <summary>
    /// Begins a request that the framework has received, with its span. If the span is not recorded, the client's context is forwarded
    /// unchanged; without one, the server receives that of the span.
    /// </summary>
    public void BeginWithin(Activity? span)
    {
        _isFrameworks = true;
        _unrecorded = default;
        _request = span is { Recorded: false, IsAllDataRequested: false } && head.Fields.Has(HeaderKind.TraceParent) ? null : span;
    }

    /// <summary>Begins an attempt on a server.</summary>
    /// <param name="attempts">The placement of the request.</param>
    /// <param name="begun">The span of the attempt, if it has begun.</param>
    public void BeginAttempt(Attempts attempts, Activity? begun = null)
    {
        if (_request is { } request)
        {
            _try = begun ?? AttemptSpan.Start(request, head, attempts.Server, attempts.Current.Reason, attempts.Count - 1);
            RequestSpan.Place(request, attempts);
        }
    }

    /// <summary>
    /// Begins an attempt on a second server while the first one is awaited, on a thread that the request's own waits for.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="reason">The reason for its selection.</param>
    /// <param name="resends">The number of attempts before.</param>
    /// <returns>The span; <see langword="null"/> if it is not recorded.</returns>
    public Activity? BeginSecond(Server server, SelectionReason reason, int resends)
    {
        if (_request is not { } request)
        {
            return null;
        }

        var current = Activity.Current;
        var span = AttemptSpan.Start(request, head, server, reason, resends);
        Activity.Current = current;
        return span;
    }

    /// <summary>The trace context for the server of an attempt.</summary>
    public OutgoingTrace ContextOf(Activity? attempt) => new(attempt ?? _request, _unrecorded);

    /// <summary>Ends an attempt on a second server that has not become the current one.</summary>
    public static void EndSecond(Activity? span, AttemptOutcome outcome, int status, Failure failure) =>
        AttemptSpan.End(span, outcome, status, failure);

    /// <summary>Ends an attempt on a server.</summary>
    public void EndAttempt(Attempts attempts, AttemptOutcome outcome, int status, Failure failure)
    {
        if (_request is { } request)
        {
            _status = outcome is AttemptOutcome.Responded or AttemptOutcome.BrokenOff or AttemptOutcome.MalformedContent
                or AttemptOutcome.LeftWithinResponse ? status : 0;
            _hasResponded = outcome == AttemptOutcome.Responded;
            AttemptSpan.End(_try, outcome, status, failure);
            RequestSpan.Add(request, attempts, outcome, failure);
            _try = null;
        }
    }

    /// <summary>Records a local response.</summary>
    public void Respond(int status)
    {
        _status = status;
        _hasResponded = true;
    }

    /// <summary>Ends the request.</summary>
    public void End()
    {
        if (_request is { } request)
        {
            _request = null;
            if (!_isFrameworks)
            {
                RequestSpan.End(request, _status, _hasResponded);
            }
        }
    }

    /// <summary>
    /// Drops the trace. The client's context is forwarded unchanged; without one, the server receives a context that is not sampled, so
    /// that it does not begin a trace for a request that the gateway does not record.
    /// </summary>
    private void Drop()
    {
        if (!head.Fields.Has(HeaderKind.TraceParent))
        {
            _unrecorded = UnrecordedTrace.Begin();
        }
    }
}
