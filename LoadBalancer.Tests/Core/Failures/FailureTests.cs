using LoadBalancer.Core.Failures;

namespace LoadBalancer.Tests.Core.Failures;

public sealed class FailureTests
{
    [Theory]
    [InlineData(FailureCause.DnsError, "dns_error")]
    [InlineData(FailureCause.DestinationUnavailable, "destination_unavailable")]
    [InlineData(FailureCause.DestinationIpUnroutable, "destination_ip_unroutable")]
    [InlineData(FailureCause.TlsCertificateError, "tls_certificate_error")]
    [InlineData(FailureCause.HttpResponseHeaderSectionSize, "http_response_header_section_size")]
    [InlineData(FailureCause.HttpProtocolError, "http_protocol_error")]
    [InlineData(FailureCause.UnexpectedStatus, "unexpected_status")]
    public void NameOf_ACause_IsItsErrorType(FailureCause cause, string name) => Assert.Equal(name, FailureCauses.NameOf(cause));

    [Fact]
    public void ToString_WithADetail_NamesBoth()
    {
        Assert.Equal("tls_certificate_error: expired", new Failure(FailureCause.TlsCertificateError, "expired").ToString());
        Assert.Equal("connection_refused", new Failure(FailureCause.ConnectionRefused).ToString());
    }
}
