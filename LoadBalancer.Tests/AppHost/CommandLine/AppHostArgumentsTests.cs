using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.Tests.AppHost.CommandLine;

public sealed class AppHostArgumentsTests
{
    [Theory]
    [InlineData("--backends 5 --gateways 2", "--backends 5 --gateways 2", "")]
    [InlineData("--publisher manifest --output-path out.json --backends 5", "--backends 5", "--publisher manifest --output-path out.json")]
    [InlineData(
        "--backends 5 --operation publish --step publish --max-backends 7",
        "--backends 5 --max-backends 7",
        "--operation publish --step publish")]
    [InlineData("--output-path=dir --nonsense", "--nonsense", "--output-path=dir")]
    [InlineData(
        "DcpPublisher:RandomizePorts=true --AppHost:X y --backends 1", "--backends 1", "DcpPublisher:RandomizePorts=true --AppHost:X y")]
    [InlineData("--clear-cache --backends 1", "--backends 1", "--clear-cache")]
    [InlineData("--redis host:6379,password=x", "--redis host:6379,password=x", "")]
    [InlineData("--redis=host:6379", "--redis=host:6379", "")]
    public void Split_Arguments_SeparatesThoseOfAspire(string all, string own, string foreign)
    {
        var arguments = AppHostArguments.Split(all.Split(' '));

        Assert.Equal(own, string.Join(' ', arguments.Own));
        Assert.Equal(foreign, string.Join(' ', arguments.Foreign));
    }

    [Theory]
    [InlineData("--backends 5 --publisher manifest --output-path C:\\out", "")]
    [InlineData(
        "DcpPublisher:RandomizePorts=true --AppHost:X y:z --Gateway:HashKey=header:X",
        "DcpPublisher:RandomizePorts --AppHost:X --Gateway:HashKey")]
    [InlineData("--redis host:6379,password=x", "")]
    [InlineData("--environment A:B=c", "")]
    public void Split_Arguments_RecognizesConfigurationKeys(string all, string keys)
    {
        Assert.Equal(keys, string.Join(' ', AppHostArguments.Split(all.Split(' ')).Keys));
    }
}
