using System.IO.Hashing;
using System.Text;
using LoadBalancer.Core.Hashing.Ketama;

namespace LoadBalancer.Tests.Core.Hashing.Ketama;

public sealed class KetamaLayoutTests
{
    [Fact]
    public void WritePoints_HostAndPort_MatchesNginx()
    {
        var positions = new ulong[4];

        KetamaLayout.WritePoints("10.0.0.1:8080", positions);

        Assert.Equal([0xF1EA5A8Ful << 32, 0x4BD08E68ul << 32, 0x84E5EEEEul << 32, 0xADEAD1BEul << 32], positions);
    }

    [Theory]
    [InlineData("10.0.0.1:8080", "10.0.0.1", "8080")]
    [InlineData("cache.example", "cache.example", "")]
    [InlineData("cache.example:http", "cache.example:http", "")]
    [InlineData("cache-7", "cache-7", "")]
    [InlineData("12345", "12345", "")]
    [InlineData(":80", "", "80")]
    [InlineData("host:", "host", "")]
    [InlineData("[::1]:8080", "[::1]", "8080")]
    [InlineData("[::1]", "[::1]", "")]
    [InlineData("unix:/run/app.sock", "/run/app.sock", "")]
    [InlineData("UNIX:/run/app:80", "/run/app:80", "")]
    public void WritePoints_Name_IsSplitAsByNginx(string name, string host, string port)
    {
        var positions = new ulong[1];

        KetamaLayout.WritePoints(name, positions);

        Assert.Equal((ulong)Crc32.HashToUInt32(Encoding.UTF8.GetBytes($"{host}\0{port}\0\0\0\0")) << 32, positions[0]);
    }

    [Fact]
    public void WritePoints_FewerPoints_AreTheFirstOfMore()
    {
        var (few, many) = (new ulong[160], new ulong[320]);

        KetamaLayout.WritePoints("a:1", few);
        KetamaLayout.WritePoints("a:1", many);

        Assert.Equal(few, many[..160]);
    }
}
