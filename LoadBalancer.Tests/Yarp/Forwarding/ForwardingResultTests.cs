using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using LoadBalancer.Yarp.Forwarding;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace LoadBalancer.Tests.Yarp.Forwarding;

/// <summary>Tests which side is blamed for a failure if there are signs of several causes at about the same time.</summary>
public sealed class ForwardingResultTests
{
    [Theory]
    [InlineData(ForwarderError.ResponseBodyDestination, true, AttemptOutcome.BrokenOff)]
    [InlineData(ForwarderError.ResponseBodyDestination, false, AttemptOutcome.BrokenOff)]
    [InlineData(ForwarderError.ResponseBodyCanceled, true, AttemptOutcome.ClientFailed)]
    [InlineData(ForwarderError.ResponseBodyClient, true, AttemptOutcome.ClientFailed)]
    public void Of_IncompleteResponse_IsTheServersFaultAlthoughTheClientsConnectionIsClosedToo(
        ForwarderError error, bool connectionIsGone, AttemptOutcome expected) =>
        Assert.Equal(expected, Of(error, exception: null, connectionIsGone, hasStarted: true));

    [Fact]
    public void Of_BodyNotReadToItsEndBecauseTheServerTookNoMore_IsTheServersFault() =>
        Assert.Equal(AttemptOutcome.NoResponse, Of(ForwarderError.RequestBodyClient, OfTheBody(new OperationCanceledException())));

    [Fact]
    public void Of_BodyNotReadToItsEndBecauseTheClientLeft_IsTheClientsFault()
    {
        Assert.Equal(
            AttemptOutcome.ClientFailed,
            Of(ForwarderError.RequestBodyCanceled, OfTheBody(new TaskCanceledException("", new ConnectionAbortedException()))));
        Assert.Equal(
            AttemptOutcome.ClientFailed, Of(ForwarderError.RequestBodyClient, OfTheBody(new BadHttpRequestException("Bad chunk."))));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, AttemptOutcome.NotReached)]
    [InlineData(HttpRequestError.NameResolutionError, AttemptOutcome.NotReached)]
    [InlineData(HttpRequestError.SecureConnectionError, AttemptOutcome.NotReached)]
    [InlineData(HttpRequestError.VersionNegotiationError, AttemptOutcome.NotReached)]
    [InlineData(HttpRequestError.ResponseEnded, AttemptOutcome.NoResponse)]
    [InlineData(HttpRequestError.InvalidResponse, AttemptOutcome.Malformed)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, AttemptOutcome.HeadTooLarge)]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, AttemptOutcome.ClientFailed)]
    public void Of_NoResponse_ReportsWhetherTheServerMayHaveReceivedTheRequest(HttpRequestError error, AttemptOutcome expected) =>
        Assert.Equal(expected, Of(ForwarderError.Request, new HttpRequestException(error)));

    [Theory]
    [InlineData(FailureCause.ConnectionTimeout, AttemptOutcome.ConnectTimedOut)]
    [InlineData(FailureCause.ConnectionRefused, AttemptOutcome.NotReached)]
    [InlineData(FailureCause.DnsTimeout, AttemptOutcome.NotReached)]
    public void Of_NoConnection_IsReportedByItsCause(FailureCause cause, AttemptOutcome expected) => Assert.Equal(
        expected,
        Of(ForwarderError.Request, new HttpRequestException(HttpRequestError.ConnectionError, "", new DialException(cause))));

    [Fact]
    public void Of_MalformedBody_IsReported() => Assert.Equal(
        AttemptOutcome.MalformedContent,
        Of(ForwarderError.ResponseBodyDestination, new HttpIOException(HttpRequestError.InvalidResponse), hasStarted: true));

    [Fact]
    public void Of_MalformedBodyBeforeAnyOfItWasSent_IsMalformed() => Assert.Equal(
        AttemptOutcome.Malformed, Of(ForwarderError.ResponseBodyDestination, new HttpIOException(HttpRequestError.InvalidResponse)));

    private static AggregateException OfTheBody(Exception exception) => new(exception, new HttpRequestException("The stream was reset."));

    private static AttemptOutcome Of(ForwarderError error, Exception? exception, bool connectionIsGone = false, bool hasStarted = false)
    {
        var context = new DefaultHttpContext { RequestAborted = new(connectionIsGone) };
        context.Features.Set<IHttpResponseFeature>(new Response(hasStarted));
        context.Features.Set<IForwarderErrorFeature>(new Failure(error, exception));
        var placement = ClusterSnapshot.Create(
            new(new("epoch"), 1, [new Server { Id = new("s1"), Url = "http://s1.test" }]), PlacementAlgorithm.Ring);
        var attempts = new Attempts();
        attempts.Begin(new(placement, Bound: null), hash: 0);
        using var retry = new RetryState(GatewayParts.Retries(TimeProvider.System), attempts, GatewayParts.Health(TimeProvider.System));
        retry.Begin(new(IsIdempotent: true), body: null, context.RequestAborted);
        return ForwardingResult.Of(context, retry).Outcome;
    }

    private sealed record Failure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;

    private sealed class Response(bool hasStarted) : HttpResponseFeature
    {
        public override bool HasStarted => hasStarted;
    }
}
