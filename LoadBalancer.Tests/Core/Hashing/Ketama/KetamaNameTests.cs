using LoadBalancer.Core.Hashing.Ketama;

namespace LoadBalancer.Tests.Core.Hashing.Ketama;

public sealed class KetamaNameTests
{
    [Theory]
    [InlineData("http://10.0.0.1:8080", "10.0.0.1:8080")]
    [InlineData("https://10.0.0.1:8080/app/v1", "10.0.0.1:8080")]
    [InlineData("http://cache.example", "cache.example")]
    [InlineData("http://cache.example/a:1", "cache.example")]
    [InlineData("http://[::1]:80", "[::1]:80")]
    public void FromUrl_RecordedUrl_IsHostAndPortAsWritten(string url, string name) => Assert.Equal(name, KetamaName.FromUrl(url));
}
