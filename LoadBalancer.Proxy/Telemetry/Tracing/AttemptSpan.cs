using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The span of one attempt of a request on one server.</summary>
internal static class AttemptSpan
{
    private const int FirstError = 400;

    /// <returns><see langword="null"/> if no listener samples the span.</returns>
    public static Activity? Start(Activity request, RequestHead head, Server server, SelectionReason reason, int resends)
    {
        var method = KnownMethods.NameOf(Encoding.Latin1.GetString(head.Method));
        var span = GatewaySource.Source.StartActivity(
            KnownMethods.IsOther(method) ? "HTTP" : method, ActivityKind.Client, request.Context);
        if (span is { IsAllDataRequested: true })
        {
            var url = new Uri(server.Url);
            span.SetTag(TraceTags.Method, method);
            span.SetTag(TraceTags.Address, url.Host);
            span.SetTag(TraceTags.Port, url.Port);
            span.SetTag(TraceTags.FullUrl, server.Url.TrimEnd('/') + Encoding.Latin1.GetString(head.Path));
            span.SetTag(TraceTags.Version, "1.1");
            span.SetTag(TraceTags.Server, server.Id.Value);
            span.SetTag(TraceTags.Reason, TraceTags.NameOf(reason));
            if (resends > 0)
            {
                span.SetTag(TraceTags.ResendCount, resends);
            }
        }

        return span;
    }

    public static void End(Activity? span, AttemptOutcome outcome, int status, Failure failure)
    {
        if (span is { IsAllDataRequested: true })
        {
            var hasResponse = outcome is AttemptOutcome.Responded or AttemptOutcome.Unwanted;
            if (hasResponse)
            {
                span.SetTag(TraceTags.Status, status);
            }

            if (outcome == AttemptOutcome.Overtaken)
            {
                span.SetTag(TraceTags.Outcome, TraceTags.NameOf(outcome));
            }
            else if (!hasResponse || status >= FirstError)
            {
                span.SetTag(
                    TraceTags.Error,
                    hasResponse ? status.ToString(CultureInfo.InvariantCulture) : TraceTags.ErrorOf(outcome, failure));
                span.SetStatus(ActivityStatusCode.Error, failure.Detail);
            }
        }

        span?.Stop();
    }
}
