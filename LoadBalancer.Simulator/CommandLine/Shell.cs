namespace LoadBalancer.Simulator.CommandLine;

/// <summary>A shell that can complete the command line, and its script.</summary>
/// <param name="Name">The name of the shell.</param>
/// <param name="Script">
/// The script, in which COMMAND is the command to complete. It passes the text up to the cursor, without the command, to the command's
/// directive <c>[suggest:POSITION]</c>, which prints one completion a line.
/// </param>
internal sealed record Shell(string Name, string Script)
{
    private const string Bash = """
        # Completes the arguments of COMMAND in bash: eval "$(COMMAND completion bash)"
        _loadbalancer_simulator() {
          local text=${COMP_LINE:0:COMP_POINT} found
          text=${text#*[[:space:]]}
          COMPREPLY=()
          while IFS= read -r found; do
            # The command also suggests what contains the word elsewhere, which zsh and fish leave out themselves.
            if [[ $found == "$2"* ]]; then COMPREPLY+=("$found"); fi
          done < <("$1" "[suggest:${#text}]" "$text" 2>/dev/null)
        }
        complete -o default -F _loadbalancer_simulator COMMAND
        """;

    private const string Zsh = """
        # Completes the arguments of COMMAND in zsh, after compinit: eval "$(COMMAND completion zsh)"
        _loadbalancer_simulator() {
          local text="${(j: :)words[2,CURRENT]}"
          local -a found
          found=("${(@f)$("${(Q)words[1]}" "[suggest:${#text}]" "$text" 2>/dev/null)}")
          [[ -n ${found[1]} ]] && compadd -- "${found[@]}" || _files
        }
        compdef _loadbalancer_simulator COMMAND
        """;

    private const string Fish = """
        # Completes the arguments of COMMAND in fish: COMMAND completion fish | source
        function _loadbalancer_simulator
          set -l words (commandline -opc)
          set -l text (string join ' ' -- $words[2..] (commandline -ct))
          $words[1] "[suggest:"(string length -- "$text")"]" "$text" 2>/dev/null
        end
        complete -c COMMAND -a '(_loadbalancer_simulator)'
        """;

    /// <summary>All shells.</summary>
    public static readonly IReadOnlyList<Shell> All = [new("bash", Bash), new("zsh", Zsh), new("fish", Fish)];

    /// <summary>Returns the script that completes a command.</summary>
    public string ScriptFor(string command) => Script.Replace("COMMAND", command, StringComparison.Ordinal);
}
