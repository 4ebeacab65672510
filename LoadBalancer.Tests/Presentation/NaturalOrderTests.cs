using LoadBalancer.Presentation;

namespace LoadBalancer.Tests.Presentation;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Compare_NumbersInNames_OrdersThemByValue()
    {
        string[] names = ["backend-10", "backend-2", "b", "backend-1", "a-99999999999999999999", "backend-02", "a-3"];

        Assert.Equal(
            ["a-3", "a-99999999999999999999", "b", "backend-1", "backend-02", "backend-2", "backend-10"],
            names.Order(NaturalOrder.Instance));
    }
}
