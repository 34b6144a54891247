"""Copy the pinned third-party files out of node_modules into the package; none of them is committed.

Screens get htmx and the Digital Agency's design tokens; printing gets whole font files, each with its licence.
axe-core stays in node_modules: only browser tests read it.
"""

import shutil
import sys
from pathlib import Path

VENDOR = "src/tomoni/ui/static/vendor"
FONTS = "src/tomoni/documents/fonts"
FILES = {
    "htmx.org/dist/htmx.min.js": f"{VENDOR}/htmx.min.js",
    "htmx.org/LICENSE": f"{VENDOR}/htmx-LICENSE.txt",
    "@digital-go-jp/design-tokens/dist/tokens.css": f"{VENDOR}/tokens.css",
    "@digital-go-jp/design-tokens/LICENSE": f"{VENDOR}/tokens-LICENSE.txt",
    "@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf": f"{FONTS}/BIZUDPGothic-Regular.ttf",
    "@expo-google-fonts/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf": f"{FONTS}/BIZUDPGothic-Bold.ttf",
    "@expo-google-fonts/biz-udpgothic/LICENSE_FONT": f"{FONTS}/BIZUDPGothic-OFL.txt",
    "@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf": f"{FONTS}/NotoSansJP-Regular.ttf",
    "@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf": f"{FONTS}/NotoSansJP-Bold.ttf",
    "@expo-google-fonts/noto-sans-jp/LICENSE_FONT": f"{FONTS}/NotoSansJP-OFL.txt",
}


def copy(root: Path) -> list[Path]:
    """Copy every file and return what now exists. FileNotFoundError names a file that ``npm ci`` did not bring."""
    targets = []
    for source, target in FILES.items():
        destination = root / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "node_modules" / source, destination)
        targets.append(destination)
    return targets


def main() -> int:
    """Copy, or say what to do when a package is missing."""
    try:
        copy(Path.cwd())
    except FileNotFoundError as missing:
        print(f"見つかりません: {missing.filename}。`npm ci` をもう一度実行してください。", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
