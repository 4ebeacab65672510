using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.Tests.AppHost.Ports;

public sealed class PortClaimsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("claims");
    private readonly Dictionary<int, PortState> _states = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Claim_PortOfAnotherAppHost_IsTakenUntilThatAppHostEnds()
    {
        using var second = Make();
        using (var first = Make())
        {
            Assert.Equal(PortState.Free, first.Claim(80));
            Assert.Equal(PortState.Taken, second.Claim(80));
            Assert.Equal(PortState.Free, second.Claim(81));
        }

        Assert.Equal(PortState.Free, second.Claim(80));
    }

    [Fact]
    public void Claim_OwnPort_IsFree()
    {
        using var claims = Make();

        Assert.Equal(PortState.Free, claims.Claim(80));
        Assert.Equal(PortState.Free, claims.Claim(80));
    }

    [Theory]
    [InlineData(PortState.Taken)]
    [InlineData(PortState.NotPermitted)]
    public void Claim_UnusablePort_IsNotClaimed(object state)
    {
        using var first = Make();
        using var second = Make();
        _states[80] = (PortState)state;
        Assert.Equal((PortState)state, first.Claim(80));

        _states[80] = PortState.Free;

        Assert.Equal(PortState.Free, second.Claim(80));
    }

    [Fact]
    public void Claim_InAMissingFolder_CreatesItForEveryUser()
    {
        var folder = Path.Combine(_folder.FullName, "new");
        using var claims = new PortClaims(folder, _ => PortState.Free);

        Assert.Equal(PortState.Free, claims.Claim(80));

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder);
        Assert.True(mode.HasFlag(UnixFileMode.OtherWrite | UnixFileMode.StickyBit), mode.ToString());
    }

    private PortClaims Make() => new(_folder.FullName, port => _states.GetValueOrDefault(port, PortState.Free));
}
