using System.Net;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class NameStateTests
{
    private readonly NameState _name = new("s1.test");

    [Fact]
    public void Update_SomeAddressesStay_KeepTheirObjects()
    {
        Update("10.0.0.1", "10.0.0.2");
        var (gone, stays) = (_name.Addresses[0], _name.Addresses[1]);

        var change = Update("10.0.0.3", "10.0.0.2");

        Assert.Equal((true, true), change);
        Assert.Equal("10.0.0.3 10.0.0.2", Text);
        Assert.Same(stays, _name.Addresses[1]);
        Assert.Equal((true, false), (gone.IsGone, stays.IsGone));
    }

    [Fact]
    public void Update_OnlyTheOrderChanges_IsNoChange()
    {
        Update("10.0.0.1", "10.0.0.2");

        Assert.Equal((false, false), Update("10.0.0.2", "10.0.0.1"));
    }

    [Fact]
    public void Prefer_AnAddress_IsFirstUntilItIsGone()
    {
        Update("10.0.0.1", "10.0.0.2", "10.0.0.3");

        _name.Prefer(_name.Addresses[2]);
        Assert.Equal("10.0.0.3 10.0.0.1 10.0.0.2", Text);
        Update("10.0.0.1", "10.0.0.2", "10.0.0.3");
        Assert.Equal("10.0.0.3 10.0.0.1 10.0.0.2", Text);
        Update("10.0.0.1", "10.0.0.2");

        Assert.Equal("10.0.0.1 10.0.0.2", Text);
    }

    [Fact]
    public void Prefer_AnAddressThatIsGone_ChangesNothing()
    {
        Update("10.0.0.1");
        var gone = _name.Addresses[0];
        Update("10.0.0.2");

        _name.Prefer(gone);

        Assert.Equal("10.0.0.2", Text);
    }

    [Theory]
    [InlineData("::1 ::2 10.0.0.1 10.0.0.2", "::1 10.0.0.1 ::2 10.0.0.2")]
    [InlineData("10.0.0.1 ::1 ::2 ::3", "10.0.0.1 ::1 ::2 ::3")]
    [InlineData("10.0.0.1 10.0.0.2 10.0.0.3 ::1", "10.0.0.1 ::1 10.0.0.2 10.0.0.3")]
    public void Update_BothFamilies_Alternate(string resolved, string order)
    {
        Update(resolved.Split(' '));

        Assert.Equal(order, Text);
    }

    [Fact]
    public void Forget_KnownAddresses_AreGoneAndStayForThoseWhoHaveFoundTheName()
    {
        Update("10.0.0.1", "10.0.0.2");

        _name.Forget();

        Assert.Equal("10.0.0.1 10.0.0.2", Text);
        Assert.All(_name.Addresses, address => Assert.True(address.IsGone));
    }

    [Fact]
    public void Update_NameIsForgotten_NewAddressesAreGone()
    {
        Update("10.0.0.1");
        _name.Forget();

        Update("10.0.0.1", "10.0.0.2");

        Assert.All(_name.Addresses, address => Assert.True(address.IsGone));
    }

    private string Text => string.Join<KnownAddress>(' ', _name.Addresses);

    private (bool IsGone, bool IsNew) Update(params string[] addresses) => _name.Update(addresses.Select(IPAddress.Parse));
}
