using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>An option whose value is a whole number within a range.</summary>
internal sealed class IntegerOption : Option<int>, IArgumentRule
{
    private readonly int _least;
    private readonly int _most;

    public IntegerOption(string name, string helpName, int fallback, int least, int most, string description)
        : base(name)
    {
        _least = least;
        _most = most;
        HelpName = helpName;
        Description = description;
        DefaultValueFactory = _ => fallback;
        CustomParser = ParseInRange;
    }

    public string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {_least} to {_most}");

    private int ParseInRange(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= _least && number <= _most)
        {
            return number;
        }

        result.AddError($"{Name} is '{text}'; it must be {Allowed}.");
        return default;
    }
}
