using LoadBalancer.Http.Headers;

namespace LoadBalancer.Tests.Http.Headers;

public sealed class HeaderPolicyTests
{
    /// <summary>The whole table: a new kind needs a line here.</summary>
    [Theory]
    [InlineData(HeaderKind.Other, HeaderRule.Pass, HeaderRule.Pass)]
    [InlineData(HeaderKind.Host, HeaderRule.Keep, HeaderRule.Pass)]
    [InlineData(HeaderKind.Connection, HeaderRule.Drop, HeaderRule.Drop)]
    [InlineData(HeaderKind.ContentLength, HeaderRule.Keep, HeaderRule.PassWithBody)]
    [InlineData(HeaderKind.TransferEncoding, HeaderRule.Drop, HeaderRule.Drop)]
    [InlineData(HeaderKind.Te, HeaderRule.Drop, HeaderRule.Drop)]
    [InlineData(HeaderKind.Upgrade, HeaderRule.Drop, HeaderRule.PassIfRequired)]
    [InlineData(HeaderKind.HopByHop, HeaderRule.Drop, HeaderRule.Drop)]
    [InlineData(HeaderKind.Expect, HeaderRule.Pass, HeaderRule.Pass)]
    [InlineData(HeaderKind.MaxForwards, HeaderRule.Pass, HeaderRule.Pass)]
    [InlineData(HeaderKind.Via, HeaderRule.Pass, HeaderRule.Pass)]
    [InlineData(HeaderKind.Date, HeaderRule.Pass, HeaderRule.Pass)]
    [InlineData(HeaderKind.TraceParent, HeaderRule.ReplaceIfTraced, HeaderRule.Pass)]
    [InlineData(HeaderKind.TraceState, HeaderRule.ReplaceIfTraced, HeaderRule.Pass)]
    [InlineData(HeaderKind.ForwardedFor, HeaderRule.Replace, HeaderRule.Pass)]
    [InlineData(HeaderKind.ForwardedHost, HeaderRule.PassIfTrusted, HeaderRule.Pass)]
    [InlineData(HeaderKind.ForwardedProto, HeaderRule.PassIfTrusted, HeaderRule.Pass)]
    [InlineData(HeaderKind.Forwarded, HeaderRule.Replace, HeaderRule.Pass)]
    [InlineData(HeaderKind.Identity, HeaderRule.PassIfTrusted, HeaderRule.Pass)]
    [InlineData(HeaderKind.StrictTransport, HeaderRule.Pass, HeaderRule.Pass)]
    public void For_EachKind_IsItsRule(object kind, object request, object response) =>
        Assert.Equal((request, response), (HeaderPolicy.ForRequest((HeaderKind)kind), HeaderPolicy.ForResponse((HeaderKind)kind)));

    [Fact]
    public void For_TheTable_HasEveryKind()
    {
        var decided = typeof(HeaderPolicyTests).GetMethod(nameof(For_EachKind_IsItsRule))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(line => (HeaderKind)line.Data[0]!);

        Assert.Equal(Enum.GetValues<HeaderKind>().Order(), decided.Order());
    }

    [Theory]
    [InlineData(HeaderKind.Identity, false, false, true)]
    [InlineData(HeaderKind.Identity, true, false, false)]
    [InlineData(HeaderKind.Forwarded, true, false, true)]
    [InlineData(HeaderKind.TraceParent, false, false, false)]
    [InlineData(HeaderKind.TraceParent, false, true, true)]
    [InlineData(HeaderKind.Other, false, true, false)]
    public void DropsFromRequest_DependsOnTrustAndTrace(object kind, bool isTrusted, bool isTraced, bool drops) =>
        Assert.Equal(drops, HeaderPolicy.DropsFromRequest((HeaderKind)kind, isTrusted, isTraced));

    [Theory]
    [InlineData(HeaderKind.ContentLength, 200, false)]
    [InlineData(HeaderKind.ContentLength, 304, false)]
    [InlineData(HeaderKind.ContentLength, 103, true)]
    [InlineData(HeaderKind.ContentLength, 204, true)]
    [InlineData(HeaderKind.Upgrade, 426, false)]
    [InlineData(HeaderKind.Upgrade, 200, true)]
    [InlineData(HeaderKind.Connection, 426, true)]
    public void DropsFromResponse_DependsOnTheStatus(object kind, int status, bool drops) =>
        Assert.Equal(drops, HeaderPolicy.DropsFromResponse((HeaderKind)kind, status));

    [Fact]
    public void MayBeNamed_EssentialFields_IsFalse()
    {
        var kept = Enum.GetValues<HeaderKind>().Where(kind => !HeaderPolicy.MayBeNamed(kind));

        Assert.Equal([HeaderKind.Host, HeaderKind.ContentLength], kept);
    }
}
