using System.CommandLine;
using System.CommandLine.Parsing;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>An option whose value is a text that must satisfy a rule.</summary>
internal sealed class TextOption : Option<string?>, IArgumentRule
{
    private readonly Func<string, bool> _isAllowed;

    public TextOption(string name, string helpName, string allowed, Func<string, bool> isAllowed, string description)
        : base(name)
    {
        _isAllowed = isAllowed;
        Allowed = allowed;
        HelpName = helpName;
        Description = description;
        CustomParser = Parse;
    }

    public string Allowed { get; }

    private string? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (_isAllowed(text))
        {
            return text;
        }

        result.AddError($"{Name} is '{text}'; it must be {Allowed}.");
        return null;
    }
}
