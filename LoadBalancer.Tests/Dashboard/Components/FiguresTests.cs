using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0001, "< 0.1 %")]
    [InlineData(0.3333, "33.3 %")]
    [InlineData(1, "100.0 %")]
    public void Percent_OfAFraction_IsRoundedForReaders(double part, string text) => Assert.Equal(text, Figures.Percent(part));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(12.34, "12.3")]
    [InlineData(1_234, "1,234")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(4_560_000, "4.56 M")]
    public void Short_OfANumber_HasAtMostFourDigits(double number, string text) => Assert.Equal(text, Figures.Short(number));

    [Theory]
    [InlineData(250, "250 µs")]
    [InlineData(1_234, "1.23 ms")]
    [InlineData(67_600, "67.6 ms")]
    [InlineData(1_500_000, "1.50 s")]
    public void Latency_OfADuration_HasThreeDigitsAndAUnit(long microseconds, string text) =>
        Assert.Equal(text, Figures.Latency(TimeSpan.FromMicroseconds(microseconds)));

    [Fact]
    public void Latency_OfNothing_IsADash() => Assert.Equal(Figures.None, Figures.Latency(null));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(12_240, "3 h 24 min")]
    [InlineData(100_800, "1 d 4 h")]
    public void Age_OfADuration_HasItsTwoLargestUnits(int seconds, string text) =>
        Assert.Equal(text, Figures.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.0571, "+5.7")]
    [InlineData(-0.0571, "−5.7")]
    [InlineData(0.0001, "±0.0")]
    public void Change_OfAFraction_HasASign(double part, string text) => Assert.Equal(text, Figures.Change(part));
}
