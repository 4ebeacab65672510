using System.Diagnostics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>
/// The spans of the request that a connection is at: one for the request, one below it for each attempt. While nobody listens, and for a
/// request whose trace is not recorded, it makes no span and allocates nothing. Used again for each request; not thread-safe.
/// </summary>
/// <param name="head">The head of the request.</param>
/// <param name="scheme">What it came over.</param>
/// <param name="sampling">Says beforehand which traces are not recorded; without it the listeners say so.</param>
/// <param name="isSilent">Whether nobody is to hear of it.</param>
internal sealed class RelayTrace(RequestHead head, string scheme, ITraceSampling? sampling = null, bool isSilent = false)
{
    private Activity? _request;
    private Activity? _try;
    private UnrecordedTrace _unrecorded;
    private int _status;
    private bool _hasResponded;

    /// <summary>The trace context that a server gets.</summary>
    public OutgoingTrace Current => new(_try ?? _request, _unrecorded);

    /// <summary>A request begins, whose head has been read.</summary>
    public void Begin()
    {
        _status = 0;
        _hasResponded = false;
        _unrecorded = default;
        if (!isSilent && GatewaySource.Source.HasListeners())
        {
            // What the connection was accepted in is no parent of its requests.
            Activity.Current = null;
            if (sampling is null || sampling.MayRecord(TraceHeaders.ReadFlags(head)))
            {
                _request = RequestSpan.Start(head, scheme);
                if (_request is { IsAllDataRequested: false, Recorded: false })
                {
                    // A sampler that drops a trace where it enters the process still gets a span, to propagate its context.
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

    /// <summary>It is given to a server.</summary>
    public void BeginAttempt(Attempts attempts)
    {
        if (_request is { } request)
        {
            _try = AttemptSpan.Start(request, head, attempts);
            RequestSpan.Place(request, attempts);
        }
    }

    /// <summary>A server has had it.</summary>
    public void EndAttempt(Attempts attempts, AttemptOutcome outcome, int status)
    {
        if (_request is { } request)
        {
            _status = outcome is AttemptOutcome.Responded or AttemptOutcome.BrokenOff or AttemptOutcome.MalformedContent ? status : 0;
            _hasResponded = outcome == AttemptOutcome.Responded;
            AttemptSpan.End(_try, outcome, status);
            RequestSpan.Tell(request, attempts, outcome);
            _try = null;
        }
    }

    /// <summary>The gateway answers itself.</summary>
    public void Answer(int status)
    {
        _status = status;
        _hasResponded = true;
    }

    /// <summary>The request has ended.</summary>
    public void End()
    {
        if (_request is { } request)
        {
            _request = null;
            RequestSpan.End(request, _status, _hasResponded);
        }
    }

    /// <summary>
    /// The trace is not recorded. The client's context passes as it came; where there is none, the server gets one that is not sampled, so
    /// that it begins no trace for a request that the gateway has left out.
    /// </summary>
    private void Drop()
    {
        if (!head.Fields.Has(HeaderKind.TraceParent))
        {
            _unrecorded = UnrecordedTrace.Begin();
        }
    }
}
