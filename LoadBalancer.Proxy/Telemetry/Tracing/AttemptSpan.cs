using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The span of one attempt of a request on one server.</summary>
internal static class AttemptSpan
{
    private const int FirstError = 400;

    /// <returns><see langword="null"/> if no listener samples the span.</returns>
    public static Activity? Start(Activity request, RequestHead head, Attempts attempts)
    {
        var method = KnownMethods.NameOf(Encoding.Latin1.GetString(head.Method));
        var span = GatewaySource.Source.StartActivity(
            KnownMethods.IsOther(method) ? "HTTP" : method, ActivityKind.Client, request.Context);
        if (span is { IsAllDataRequested: true })
        {
            var server = attempts.Server;
            var url = new Uri(server.Url);
            span.SetTag(TraceTags.Method, method);
            span.SetTag(TraceTags.Address, url.Host);
            span.SetTag(TraceTags.Port, url.Port);
            span.SetTag(TraceTags.FullUrl, server.Url.TrimEnd('/') + Encoding.Latin1.GetString(head.Path));
            span.SetTag(TraceTags.Version, "1.1");
            span.SetTag(TraceTags.Server, server.Id.Value);
            span.SetTag(TraceTags.Reason, TraceTags.NameOf(attempts.Current.Reason));
            if (attempts.Count > 1)
            {
                span.SetTag(TraceTags.ResendCount, attempts.Count - 1);
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

            if (!hasResponse || status >= FirstError)
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
