namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Checks the input files that arguments name.</summary>
internal static class InputFile
{
    /// <summary>
    /// Rejects a path that cannot name a file. A file that does not exist or cannot be read fails only when it is opened.
    /// </summary>
    /// <param name="argument">The option or input that names the file; error messages begin with it.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="FormatException">The path is empty or is a directory; the message is one line for the user.</exception>
    public static void Check(string argument, string path)
    {
        if (path.Length == 0)
        {
            throw new FormatException($"{argument}: missing file path.");
        }

        if (Directory.Exists(path))
        {
            throw new FormatException($"{argument}: '{path}' is a directory, not a file.");
        }
    }
}
