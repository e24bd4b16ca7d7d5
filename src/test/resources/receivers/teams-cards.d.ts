// What Microsoft's own library for cards of Teams declares of the card that is sent: @microsoft/teams.cards 2.0.16, dist/core.d.ts,
// word for word but for the comments and for what is not used. What is not declared here may not be sent.
//
// Copyright (c) Microsoft Corporation. MIT License: Permission is hereby granted, free of charge, to any person obtaining a copy of
// this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without
// limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
// permit persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
// this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS",
// WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A
// PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR
// OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
// THE USE OR OTHER DEALINGS IN THE SOFTWARE.
type ElementHeight = 'auto' | 'stretch';
type HorizontalAlignment = 'Left' | 'Center' | 'Right';
type Spacing = 'None' | 'ExtraSmall' | 'Small' | 'Default' | 'Medium' | 'Large' | 'ExtraLarge' | 'Padding';
type TargetWidth = 'VeryNarrow' | 'Narrow' | 'Standard' | 'Wide' | 'atLeast:VeryNarrow' | 'atMost:VeryNarrow' | 'atLeast:Narrow' | 'atMost:Narrow' | 'atLeast:Standard' | 'atMost:Standard' | 'atLeast:Wide' | 'atMost:Wide';
type ContainerStyle = 'default' | 'emphasis' | 'accent' | 'good' | 'attention' | 'warning';
type VerticalAlignment = 'Top' | 'Center' | 'Bottom';
type TextSize = 'Small' | 'Default' | 'Medium' | 'Large' | 'ExtraLarge';
type TextWeight = 'Lighter' | 'Default' | 'Bolder';
type TextColor = 'Default' | 'Dark' | 'Light' | 'Accent' | 'Good' | 'Warning' | 'Attention';
type FontType = 'Default' | 'Monospace';
type FallbackElement = IContainer | IActionSet | IColumnSet | IMedia | IRichTextBlock | ITable | ITextBlock | IFactSet | IImageSet | IImage | ITextInput | IDateInput | ITimeInput | INumberInput | IToggleInput | IChoiceSetInput | IRatingInput | IRating | ICompoundButton | IIcon | ICarousel | IBadge | IProgressRing | IProgressBar | IDonutChart | IPieChart | IGroupedVerticalBarChart | IVerticalBarChart | IHorizontalBarChart | IStackedHorizontalBarChart | ILineChart | IGaugeChart | ICodeBlock | IComUserMicrosoftGraphComponent | IComUsersMicrosoftGraphComponent | IComResourceMicrosoftGraphComponent | IComFileMicrosoftGraphComponent | IComEventMicrosoftGraphComponent | 'drop';
type CardElementArray = (IActionSet | IBadge | ICarousel | IDonutChart | IGaugeChart | IHorizontalBarChart | IStackedHorizontalBarChart | ILineChart | IPieChart | IVerticalBarChart | IGroupedVerticalBarChart | ICodeBlock | IColumnSet | IComEventMicrosoftGraphComponent | IComFileMicrosoftGraphComponent | IComResourceMicrosoftGraphComponent | IComUserMicrosoftGraphComponent | IComUsersMicrosoftGraphComponent | ICompoundButton | IContainer | IFactSet | IIcon | IImage | IImageSet | IChoiceSetInput | IDateInput | INumberInput | IRatingInput | ITextInput | ITimeInput | IToggleInput | IMedia | IProgressBar | IProgressRing | IRating | IRichTextBlock | ITable | ITextBlock)[];
type RichTextBlockInlineArray = (ITextRun | IIconRun | IImageRun | string)[];
type ActionArray = (IExecuteAction | IInsertImageAction | IOpenUrlAction | IOpenUrlDialogAction | IPopoverAction | IResetInputsAction | IShowCardAction | ISubmitAction | IToggleVisibilityAction)[];
type Version = '1.0' | '1.1' | '1.2' | '1.3' | '1.4' | '1.5' | '1.6';
type TeamsCardWidth = 'full';
interface IAdaptiveCard {
    key?: string;
    readonly type: 'AdaptiveCard';
    id?: string;
    requires?: IHostCapabilities;
    lang?: string;
    isSortKey?: boolean;
    selectAction?: IExecuteAction | IInsertImageAction | IOpenUrlAction | IOpenUrlDialogAction | IPopoverAction | IResetInputsAction | ISubmitAction | IToggleVisibilityAction;
    style?: ContainerStyle;
    layouts?: (IStackLayout | IFlowLayout | IAreaGridLayout)[];
    minHeight?: string;
    backgroundImage?: string | IBackgroundImage;
    verticalContentAlignment?: VerticalAlignment;
    rtl?: boolean;
    $schema?: string;
    version?: Version;
    fallbackText?: string;
    speak?: string;
    refresh?: IRefreshDefinition;
    authentication?: IAuthentication;
    msteams?: ITeamsCardProperties;
    metadata?: ICardMetadata;
    resources?: IResources;
    'grid.area'?: string;
    fallback?: FallbackElement;
    body: CardElementArray;
    actions?: ActionArray;
}
interface IRichTextBlock {
    key?: string;
    readonly type: 'RichTextBlock';
    id?: string;
    requires?: IHostCapabilities;
    lang?: string;
    isVisible?: boolean;
    separator?: boolean;
    height?: ElementHeight;
    horizontalAlignment?: HorizontalAlignment;
    spacing?: Spacing;
    targetWidth?: TargetWidth;
    isSortKey?: boolean;
    labelFor?: string;
    'grid.area'?: string;
    fallback?: FallbackElement;
    inlines?: RichTextBlockInlineArray;
}
interface ITextRun {
    key?: string;
    readonly type: 'TextRun';
    id?: string;
    lang?: string;
    isVisible?: boolean;
    isSortKey?: boolean;
    text: string;
    size?: TextSize;
    weight?: TextWeight;
    color?: TextColor;
    isSubtle?: boolean;
    fontType?: FontType;
    italic?: boolean;
    strikethrough?: boolean;
    highlight?: boolean;
    underline?: boolean;
    selectAction?: IExecuteAction | IInsertImageAction | IOpenUrlAction | IOpenUrlDialogAction | IPopoverAction | IResetInputsAction | ISubmitAction | IToggleVisibilityAction;
    'grid.area'?: string;
    fallback?: FallbackElement;
}
interface ITeamsCardProperties {
    key?: string;
    width?: TeamsCardWidth;
    entities?: IMention[];
}
