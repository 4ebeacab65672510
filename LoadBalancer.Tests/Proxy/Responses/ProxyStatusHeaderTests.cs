using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Proxy.Responses;

public sealed class ProxyStatusHeaderTests
{
    [Theory]
    [InlineData(FailureCause.None, null, "error=destination_unavailable")]
    [InlineData(FailureCause.ConnectionRefused, null, "error=connection_refused")]
    [InlineData(FailureCause.TlsCertificateError, "\"a\\b\" – ü", "error=tls_certificate_error; details=\"\\\"a\\\\b\\\" ? ?\"")]
    [InlineData(FailureCause.UnexpectedStatus, "status 503", "error=destination_unavailable")]
    public void ValueFor_AFailure_IsAStructuredField(FailureCause cause, string? detail, string expected)
    {
        var header = new ProxyStatusHeader(
            new(GatewayParts.Identity("edge"), GatewayParts.Defaults<ResponseOptions>()),
            Options.Create(new ResponseOptions { ProxyStatus = true }));

        Assert.EndsWith($"; {expected}", header.ValueFor(Problems.NoServer, new(cause, detail)), StringComparison.Ordinal);
    }
}
